import { expect, test } from 'bun:test'
import { createLog } from './log.ts'

const secret = 'q9XcT4bVn2LrW8sZ1mYk6PfHd3GjA7uE0oQiRtCwBxN'

function heard(say: (log: ReturnType<typeof createLog>) => void, least: 'debug' | 'info' | 'warn' = 'debug') {
  const lines: string[] = []
  say(
    createLog(
      least,
      (line) => lines.push(line),
      () => Date.UTC(2026, 10, 20),
    ),
  )
  return lines.join('')
}

test('a line has its time, its level, its words and its fields', () =>
  expect(heard((log) => log.warn('a request failed', { path: '/api', tries: 3, why: 'no room' }))).toBe(
    '2026-11-20T00:00:00.000Z warn  a request failed path=/api tries=3 why="no room"\n',
  ))

test('what is below the level stays unsaid', () => {
  const said = heard((log) => {
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d')
  }, 'warn')
  expect(said.match(/(warn|error|info|debug) +\w/g)).toEqual(['warn  c', 'error d'])
})

for (const name of [
  'token',
  'accessToken',
  'password',
  'Authorization',
  'cookie',
  'apiKey',
  'api_key',
  'api-key',
  'key',
  'code',
  'clientSecret',
])
  test(`a field called ${name} is hidden whatever it holds`, () => {
    expect(heard((log) => log.info('x', { [name]: 'plain' }))).toEndWith(`x ${name}=[hidden]\n`)
  })

test('secrets in words, fields, nested fields and stacks are hidden', () => {
  const said = heard((log) => {
    log.error(`got Bearer ${secret}`)
    log.error('x', { header: `Bearer ${secret}` })
    log.error('x', { headers: { authorization: `Bearer ${secret}` } })
    log.error('x', { error: new Error(`no: token=${secret}`) })
  })
  expect(said).not.toContain(secret)
  expect(said.match(/\[hidden\]/g)).toHaveLength(4)
})

test('foreign text cannot make a line of its own', () => {
  const said = heard((log) => log.warn('title: a\n2026 error forged', { title: 'b\n2026 error forged' }))
  expect(said.trimEnd().split('\n')).toHaveLength(1)
})

test('an undefined field is said to be so', () =>
  expect(heard((log) => log.info('x', { a: undefined }))).toEndWith('x a=undefined\n'))
