import { expect, test } from 'bun:test'
import type { SMTPServerOptions } from 'smtp-server'
import { takeFields } from './channel-draft.ts'
import type { Notice } from './notice.ts'
import type { SendDeps } from './send-request.ts'
import { nameOfHost, smtpProvider } from './smtp-provider.ts'
import { channelAs, noticeAs } from './testing/channel-as.ts'
import { certificate, openMailServer } from './testing/mail-server.ts'
import { valuesOf } from './values.ts'

const password = 'hunter22hunter22'

type Rest = Partial<SendDeps> & {
  given?: Record<string, string>
  notice?: Partial<Notice>
  addresses?: string[]
  allowsPrivate?: boolean
  turn?: number
  signal?: AbortSignal
}

/** Sends a mail to a server at this port, and says what became of it. */
function send(
  port: number,
  { given = {}, notice, addresses, allowsPrivate = true, turn = 0, signal, ...rest }: Rest = {},
) {
  const network: SendDeps = {
    resolve: async () => addresses ?? ['127.0.0.1'],
    ownAddress: () => '',
    addressesOfMachine: () => ['10.9.9.9'],
    timeoutMs: 2_000,
    ca: certificate,
    ...rest,
  }
  const provider = smtpProvider({
    network,
    valuesFor: ({ delivery, isSettled }) =>
      valuesOf(delivery, { address: 'http://ship:4747', host: 'ship', isSettled, now: 0 }),
    loadMailer: () => import('./mailer.ts'),
    now: () => Date.UTC(2026, 10, 20, 12),
  })
  return provider.send({
    channel: channelAs({ provider: 'smtp', allowsPrivate }),
    fields: {
      server: 'mail.example',
      port: String(port),
      encryption: 'STARTTLS',
      from: 'wheelhouse@ship.example',
      to: 'me@ship.example',
      ...given,
    },
    delivery: { notice: noticeAs(notice), turn, dedupeKey: 'n', channelId: 'c' },
    isSettled: false,
    signal: signal ?? new AbortController().signal,
  })
}

/** Opens a server, sends it one mail and closes it. */
async function sendTo(options: SMTPServerOptions, rest: Rest = {}) {
  await using server = await openMailServer(options)
  const outcome = await send(server.port, rest)
  return { ...outcome, mails: server.mails }
}

const refusing = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code })
const headersOf = (raw: string) =>
  raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
const header = (raw: string, name: string) =>
  headersOf(raw)
    .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    ?.slice(name.length + 2)

test.each([
  ['STARTTLS', {}],
  ['TLS', { secure: true }],
  ['none', { hideSTARTTLS: true, allowInsecureAuth: true }],
] as const)('a mail arrives, signed in, encrypted by %s', async (encryption, options) => {
  const given = { encryption, user: 'skipper', password }
  const { kind, words, status, mails } = await sendTo(options, { given, notice: { severity: 'severe' } })
  expect([kind, words, status]).toEqual(['sent', null, 250])
  const [mail] = mails
  expect([mail!.from, mail!.to, mail!.user, mail!.isSecure]).toEqual([
    'wheelhouse@ship.example',
    ['me@ship.example'],
    'skipper',
    encryption !== 'none',
  ])
  expect(
    ['From', 'To', 'Subject', 'Auto-Submitted', 'Importance', 'Content-Type'].map((name) => header(mail!.raw, name)),
  ).toEqual([
    'Wheelhouse <wheelhouse@ship.example>',
    'me@ship.example',
    'Clawdia waits for you',
    'auto-generated',
    'high',
    'text/plain; charset=utf-8',
  ])
  expect(mail!.raw.split('\r\n\r\n').slice(1).join('\n')).toBe('May I run make?\nhttp://ship:4747/needs\r\n')
})

test('the same notice has the same Message-ID, and another one another; all of a thing belong together', async () => {
  await using server = await openMailServer()
  for (const turn of [0, 0, 1, -1]) await send(server.port, { turn })
  const ids = server.mails.map(({ raw }) => header(raw, 'Message-ID'))
  expect(ids[0]).toMatch(/^<[0-9a-f-]{36}@ship\.example>$/)
  expect(ids[1]).toBe(ids[0])
  expect(new Set(ids).size).toBe(3)
  expect(new Set(server.mails.map(({ raw }) => header(raw, 'References'))).size).toBe(1)
  expect(header(server.mails[3]!.raw, 'Subject')).toBe('Settled: Clawdia waits for you')
})

test('nothing that somebody wrote becomes a header, a receiver or the end of the message', async () => {
  const evil = 'x\r\nBcc: thief@evil.example\r\n\r\nbody\n.\r\nRCPT TO:<thief@evil.example>'
  const { kind, mails } = await sendTo(
    {},
    {
      notice: {
        title: evil,
        subject: evil,
        dedupeKey: evil,
        text: `one\r\n.\r\nMAIL FROM:<thief@evil.example>\r\n${evil}`,
      },
    },
  )
  expect([kind, mails.length, mails[0]!.to]).toEqual(['sent', 1, ['me@ship.example']])
  const names = headersOf(mails[0]!.raw).map((line) => line.split(':')[0]!.toLowerCase())
  expect(names.toSorted()).toEqual([
    'auto-submitted',
    'content-transfer-encoding',
    'content-type',
    'date',
    'from',
    'message-id',
    'mime-version',
    'references',
    'subject',
    'to',
  ])
})

test.each([
  'from',
  'to',
  'server',
])('a line break in the field %s, which no form takes, reaches nobody else', async (field) => {
  const given = { [field]: `me@ship.example\r\nRCPT TO:<thief@evil.example>` }
  const { mails } = await sendTo({}, { given }).catch(() => ({ mails: [] }))
  expect(JSON.stringify(mails.map(({ from, to }) => [from, to]))).not.toContain('thief@evil.example"')
  for (const { raw } of mails) expect(headersOf(raw).some((line) => line.startsWith('RCPT'))).toBe(false)
  const form = { server: 'a', port: '587', encryption: 'TLS', from: 'a@b.c', to: 'a@b.c', ...given }
  expect(() => takeFields({ ...smtpProvider({} as never) }, form)).toThrow()
})

test('letters of all languages arrive', async () => {
  const { mails } = await sendTo({}, { notice: { title: 'Größer als 5 €? 🦀', text: 'Ähm.\n'.repeat(3) } })
  const subject = header(mails[0]!.raw, 'Subject')!
  expect(subject).toMatch(/^=\?UTF-8\?/)
  expect(mails[0]!.raw).toMatch(/Content-Transfer-Encoding: (quoted-printable|base64)/)
})

test('one of several receivers that is refused: it was sent, and that is said', async () => {
  const { kind, words, mails } = await sendTo(
    { onRcptTo: ({ address }, _, done) => done(address.startsWith('no') ? refusing(550, 'no such user') : null) },
    { given: { to: 'me@ship.example, nobody@ship.example; you@ship.example' } },
  )
  expect([kind, mails[0]!.to]).toEqual(['sent', ['me@ship.example', 'you@ship.example']])
  expect(words).toBe('1 of 3 receivers were refused: nobody@ship.example. It says: 550 no such user')
})

const said = [
  [
    'a wrong password',
    {},
    { given: { user: 'skipper', password: 'wrong-password' } },
    [
      'refused',
      'not-signed-in',
      'It does not take the user and the password (535). It says: 535 no entry for [hidden]',
    ],
  ],
  [
    'a sign-in that is not offered',
    { disabledCommands: ['AUTH'] },
    { given: { user: 'skipper', password } },
    [
      'refused',
      'not-signed-in',
      'It does not take the user and the password (500). It says: 500 Error: command not recognized',
    ],
  ],
  [
    'a sign-in that fails for now',
    { onAuth: (_a, _s, done) => done(refusing(454, 'later')) },
    { given: { user: 'skipper', password } },
    ['retry', 'server-error', 'It does not take the user and the password for now (454). It says: 454 later'],
  ],
  [
    'a sign-in that is missing',
    { authOptional: false },
    {},
    [
      'refused',
      'not-signed-in',
      'It wants a user and a password, or encryption, first (530). It says: 530 Error: authentication Required',
    ],
  ],
  [
    'a sender',
    { onMailFrom: (_a, _s, done) => done(refusing(553, 'not yours')) },
    {},
    [
      'refused',
      'refused-by-answer',
      'It does not take mail from wheelhouse@ship.example (553). It says: 553 not yours',
    ],
  ],
  [
    'a receiver',
    { onRcptTo: (_a, _s, done) => done(refusing(550, 'no such user')) },
    {},
    ['refused', 'refused-by-answer', 'It does not take mail for me@ship.example (550). It says: 550 no such user'],
  ],
  [
    'a receiver for now',
    { onRcptTo: (_a, _s, done) => done(refusing(451, 'greylisted')) },
    {},
    ['retry', 'too-many', 'It does not take mail for me@ship.example for now (451). It says: 451 greylisted'],
  ],
  [
    'the message',
    { onData: (stream, _s, done) => void stream.resume().on('end', () => done(refusing(554, 'looks like spam'))) },
    {},
    ['refused', 'refused-by-answer', 'It does not take the message (554). It says: 554 looks like spam'],
  ],
  [
    'the message for now',
    { onData: (stream, _s, done) => void stream.resume().on('end', () => done(refusing(452, 'disk full'))) },
    {},
    ['retry', 'server-error', 'It does not take the message for now (452). It says: 452 disk full'],
  ],
  [
    'this machine',
    { onConnect: (_s, done) => done(refusing(554, 'go away')) },
    {},
    ['refused', 'refused-by-answer', 'It does not talk to this machine (554). It says: 554 go away'],
  ],
  [
    'encryption',
    { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] },
    {},
    [
      'refused',
      'not-encrypted',
      'It does not offer STARTTLS (500), so nothing was sent. Choose TLS, which has another port, often 465.',
    ],
  ],
] as const satisfies [string, SMTPServerOptions, Rest, string[]][]

test.each(
  said,
)('a server that refuses %s is quoted in words, and nothing has arrived', async (_, options, rest, expected) => {
  const { kind, trouble, words, mails, answer } = await sendTo(options as SMTPServerOptions, rest)
  expect([kind, trouble, words]).toEqual(expected as never)
  expect([mails.length, `${words}${answer}`.includes('wrong-password')]).toEqual([0, false])
})

test('a server that says the password back in the form in which it was sent says nothing', async () => {
  const plain = Buffer.from(`\0skipper\0${password}`).toString('base64')
  const { words, answer } = await sendTo(
    {
      onAuth: (_a, _s, done) =>
        done(refusing(535, `no ${plain} ${Buffer.from(password).toString('base64')} ${password}`)),
    },
    { given: { user: 'skipper', password } },
  )
  expect([words, answer]).toEqual([
    'It does not take the user and the password (535). It says: 535 no [hidden] [hidden] [hidden]',
    '535 no [hidden] [hidden] [hidden]',
  ])
})

test('a certificate that nobody vouches for, or of another name, is refused before anything is said', async () => {
  for (const [encryption, options] of [
    ['STARTTLS', {}],
    ['TLS', { secure: true }],
  ] as const)
    for (const rest of [{ ca: undefined }, { given: { server: 'other.example' } }]) {
      const given = { server: 'mail.example', encryption, user: 'skipper', password, ...(rest as Rest).given }
      const { kind, trouble, words, mayHaveArrived, mails } = await sendTo(options, { ...rest, given })
      expect([kind, trouble, mayHaveArrived, mails.length]).toEqual(['retry', 'certificate', false, 0])
      expect(words).toStartWith(`The certificate of ${given.server} is not valid: `)
    }
})

test('nothing is sent readable over the internet, to one’s own pages or to a cloud’s metadata, nor inside where it is not allowed', async () => {
  await using server = await openMailServer({ hideSTARTTLS: true })
  const none = { encryption: 'none' }
  const words = async (rest: Rest) => {
    const { kind, trouble, words } = await send(server.port, rest)
    return [kind, trouble, words]
  }
  expect(await words({ given: none, addresses: ['93.184.215.14'] })).toEqual([
    'refused',
    'not-encrypted',
    'mail.example is on the internet, and no encryption would send it readable for everybody on the way. Use STARTTLS or TLS.',
  ])
  expect((await words({ allowsPrivate: false })).slice(0, 2)).toEqual(['refused', 'private'])
  expect((await words({ addresses: ['93.184.215.14', '10.0.0.1'], allowsPrivate: false })).slice(0, 2)).toEqual([
    'refused',
    'private',
  ])
  expect((await words({ addresses: ['169.254.169.254'] })).slice(0, 2)).toEqual(['refused', 'private'])
  const own = `http://127.0.0.1:${server.port}`
  expect((await words({ ownAddress: () => own })).slice(0, 2)).toEqual(['refused', 'own-address'])
  for (const host of ['127.1', '0x7f.1', '2130706433', '::1', '[::ffff:127.0.0.1]'])
    expect([host, (await words({ given: { server: host }, allowsPrivate: false }))[1]]).toEqual([host, 'private'])
  expect(server.mails).toEqual([])
})

test('a name is resolved once, and what was judged is connected to', async () => {
  await using server = await openMailServer()
  let asked = 0
  const resolve = async () => [++asked === 1 ? '127.0.0.1' : '198.51.100.7']
  expect((await send(server.port, { resolve })).kind).toBe('sent')
  expect(asked).toBe(1)
})

test('a server that is not there is said to be', async () => {
  const words = async (port: number, rest: Rest = {}) => {
    const { kind, trouble, words, mayHaveArrived } = await send(port, rest)
    return [kind, trouble, words, mayHaveArrived]
  }
  expect(await words(1)).toEqual(['retry', 'refused', 'Nothing listens at mail.example on this port.', false])
  const notFound = Object.assign(new Error('x'), { code: 'ENOTFOUND' })
  expect(await words(1, { resolve: () => Promise.reject(notFound) })).toEqual([
    'retry',
    'name-not-found',
    'There is no mail.example: the name has no address. Is it typed right, and is this machine online?',
    false,
  ])
  await using server = await openMailServer()
  expect((await words(server.port, { addresses: ['127.0.0.2', '127.0.0.1'] }))[0]).toBe('sent')
})

test.each([
  ['before it says hello', { onConnect() {} }, false],
  ['in the middle', { onMailFrom() {} }, true],
  ['at the end of the message', { onData: (stream) => void stream.resume() }, true],
] as [
  string,
  SMTPServerOptions,
  boolean,
][])('a server that hangs %s is left after the time', async (_, options, mayHaveArrived) => {
  const began = performance.now()
  const outcome = await sendTo(options, { timeoutMs: 500 })
  expect([outcome.kind, outcome.trouble, outcome.mayHaveArrived]).toEqual(['retry', 'timed-out', mayHaveArrived])
  expect(performance.now() - began).toBeLessThan(4_000)
})

test('a server that keeps talking without an end, or is no server of mail, is left', async () => {
  const speak = (write: (socket: { write(text: string): unknown }) => void) =>
    Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { open: write, data() {}, error() {} } })
  const timers: Timer[] = []
  const slow = speak((socket) => timers.push(setInterval(() => socket.write('220-still here\r\n'), 50)))
  const web = speak((socket) => socket.write('HTTP/1.1 302 Found\r\nLocation: smtp://169.254.169.254\r\n\r\n'))
  const flood = speak((socket) => timers.push(setInterval(() => socket.write('2'.repeat(1 << 16)), 1)))
  try {
    for (const [server, trouble] of [
      [slow, 'timed-out'],
      [web, 'refused-by-answer'],
      [flood, 'broken-off'],
    ] as const) {
      const outcome = await send(server.port, { timeoutMs: 600 })
      expect([trouble, outcome.trouble]).toEqual([trouble, trouble])
    }
  } finally {
    for (const timer of timers) clearInterval(timer)
    for (const server of [slow, web, flood]) server.stop(true)
  }
})

test('the wrong kind of port is guessed', async () => {
  const plain = await sendTo({}, { given: { encryption: 'TLS' }, timeoutMs: 600 })
  expect(plain.words).toContain('Perhaps this port is one for STARTTLS and not for TLS.')
  const tls = await sendTo({ secure: true }, { timeoutMs: 600 })
  expect(tls.words).toContain('Perhaps this port is one for TLS.')
})

test('a mail on its way is left when the program stops', async () => {
  const leaving = new AbortController()
  setTimeout(() => leaving.abort(), 200)
  const outcome = await sendTo({ onMailFrom() {} }, { signal: leaving.signal, timeoutMs: 10_000 })
  expect([outcome.kind, outcome.trouble]).toEqual(['retry', 'broken-off'])
})

test('a form is taken that makes sense, and a password is not sent elsewhere by itself', () => {
  const provider = smtpProvider({} as never)
  const good = {
    server: 'mail.example.com',
    encryption: 'TLS',
    user: 'me',
    password: 'secret-secret',
    from: 'a@b.c',
    to: 'a@b.c, d@e.f',
  }
  const taken = takeFields(provider, good)
  expect([taken.given.port, taken.secrets]).toEqual(['587', { password: 'secret-secret' }])
  for (const wrong of [
    { server: 'https://mail.example.com' },
    { server: 'mail.example.com:587' },
    { server: 'me@mail' },
    { port: '0' },
    { port: '65536' },
    { encryption: 'SSL' },
    { from: 'Me <a@b.c>' },
    { to: 'a@b.c, nobody' },
    { to: '' },
  ])
    expect(() => takeFields(provider, { ...good, ...wrong })).toThrow()
  const again = { ...taken.given, password: '' }
  expect(takeFields(provider, again, taken).secrets).toEqual({ password: 'secret-secret' })
  for (const elsewhere of [{ server: 'evil.example' }, { port: '2525' }, { encryption: 'none' }])
    expect(() => takeFields(provider, { ...again, ...elsewhere }, taken)).toThrow('enter Password again')
})

test('a name is what the resolver knows', () => {
  expect(['Mail.Example', 'bücher.example', '::1', '[::1]', '127.1'].map(nameOfHost)).toEqual([
    'mail.example',
    'xn--bcher-kva.example',
    '::1',
    '::1',
    '127.0.0.1',
  ])
})
