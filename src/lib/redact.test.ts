import { expect, test } from 'bun:test'
import { isSecretName, redact } from './redact.ts'

const secret = 'q9XcT4bVn2LrW8sZ1mYk6PfHd3GjA7uE0oQiRtCwBxN'

const hides = (text: string) => {
  expect(redact(text)).not.toContain(secret)
  expect(redact(text)).toContain('[hidden]')
}
const leaves = (text: string) => expect(redact(text)).toBe(text)

test('an Authorization header', () => hides(`got Authorization: Bearer ${secret}`))
test('a bearer alone', () => hides(`bearer ${secret}`))
test('our own token', () => hides(`token abcdefghjk23.${secret} is wrong`))
test('a labelled value', () => hides(`{"accessToken":"${secret}","port":1}`))
test('a labelled value with blanks in it', () =>
  expect(redact(`{"password": "correct horse battery", "port": 1}`)).toBe('{"password": [hidden], "port": 1}'))
test('a labelled value whose quotes are escaped, because JSON lies in JSON', () => {
  hides(JSON.stringify({ body: JSON.stringify({ password: secret }) }))
  hides(JSON.stringify({ command: `export DB_PASSWORD="${secret}"; run` }))
  hides(JSON.stringify({ content: `PORT=1\nDB_PASSWORD='${secret}'\n` }))
})
test('a labelled value with a quote in it', () => hides(JSON.stringify({ password: `ab"${secret}` })))
test('a labelled value that is cut off', () => hides(`{"password": "${secret}`))
test('several secrets under one name', () => hides(`{"secrets": "${secret}"}`))
test('an environment variable', () => hides(`OPENAI_API_KEY=${secret} openclaw`))
test('a cookie', () => hides(`Cookie: wheelhouse_abc=${secret}`))
test('every cookie of a header', () => hides(`Cookie: theme=dark; wheelhouse_abc=${secret}; a=b`))
test('a user in a URL', () => hides(`https://me:${secret}@host/path`))
test('a query parameter', () => hides(`http://host/?key=${secret}&a=1`))
test('a sign-in link', () => expect(redact('http://127.0.0.1:4747/#AAAAAAAAAAAAAAAAAAAAAA')).toEndWith('/#[hidden]'))
test('a key by its prefix', () => expect(redact('sk-ant-api03-short12')).toBe('[hidden]'))
test('a long word of every kind of letter', () => hides(`what is ${secret}?`))
test('a private key', () =>
  expect(redact('-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- end')).toBe('[hidden] end'))

test('names say what is secret', () => {
  for (const name of ['password', 'accessToken', 'OPENAI_API_KEY', 'client_secret', 'credentials', 'Cookie'])
    expect([name, isSecretName(name)]).toEqual([name, true])
  for (const name of ['path', 'tokenCount', 'monkey', 'author', 'max_tokens'])
    expect([name, isSecretName(name)]).toEqual([name, false])
})
test('a commit id stays', () => leaves('9fceb02d0ae598e95dc970b74767f19372d61af8'))
test('a uuid stays', () => leaves('session 3f2b8c1e-7a4d-4e9b-8f6a-1c2d3e4f5a6b of main'))
test('a path stays', () => leaves('/home/ann/.openclaw/agents/main/sessions/3f2b8c1e-7a4d-4e9b-8f6a.jsonl'))
test('a sentence about tokens stays', () => leaves('There is no token with that id. 1200 tokens were used.'))
test('a sentence about signing in stays', () => leaves('Bearer authentication is needed for a basic setup.'))
test('an enormous text is done in a moment, whatever it is made of', () => {
  const parts = [
    '-----BEGIN PRIVATE KEY-----',
    'a',
    'a-',
    'a.',
    'token',
    'token=',
    'token="',
    'token ',
    'eyJ-',
    '://',
    'bearer ',
  ]
  for (const part of [...parts, 'a://', '/#', 'eyJaaaaaaaa.', 'sk-', '?key=', ' '])
    redact(part.repeat(Math.ceil(100_000 / part.length)))
})

test('JSON in which a secret was hidden is still JSON', () => {
  const said = {
    command: 'curl -H "Authorization: Bearer abcdefghijklmnopqrstuvwxyz" -H \'Cookie: a=b\' "https://a.example"',
  }
  expect(JSON.parse(redact(JSON.stringify(said)))).toEqual({
    command: 'curl -H "Authorization: [hidden]" -H \'Cookie: [hidden]\' "https://a.example"',
  })
})
