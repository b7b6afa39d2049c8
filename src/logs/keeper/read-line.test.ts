import { expect, test } from 'bun:test'
import { decodeLine, utf16Of } from './decode.ts'
import { createGrouper } from './group-lines.ts'
import { levelOfPriority } from './guess-level.ts'
import { readJournalLine, readLine } from './read-line.ts'
import { signatureOf } from './signature.ts'

const now = Date.UTC(2026, 10, 30, 12)
const noon = Date.UTC(2026, 10, 30, 11, 59, 58, 123)

test.each([
  ['{"level":30,"time":1796039998123,"pid":1,"hostname":"a","msg":"pino says"}', 'info', 'pino says'],
  ['{"level":60,"time":"2026-11-30T11:59:58.123Z","v":0,"name":"a","msg":"bunyan says"}', 'fatal', 'bunyan says'],
  ['{"level":"warn","message":"winston says","timestamp":"2026-11-30T11:59:58.123Z"}', 'warn', 'winston says'],
  [
    '{"0":"{\\"subsystem\\":\\"gateway\\"}","1":"tslog says","_meta":{"logLevelName":"ERROR"},"time":"2026-11-30T11:59:58.123Z"}',
    'error',
    'tslog says',
  ],
  ['{"severity":"DEBUG","@timestamp":"2026-11-30T12:59:58.123+01:00","message":"others say"}', 'debug', 'others say'],
  ['{"ts":1796039998.123,"lvl":"trace","event":"seconds with a point"}', 'trace', 'seconds with a point'],
] as const)('the object %s is understood', (raw, level, text) =>
  expect(readLine(raw, now)).toEqual({ at: noon, level, text, json: raw }))

test.each([
  ['2026-11-30T11:59:58.123Z ERROR the disk is full', noon, 'error'],
  ['[2026-11-30 11:59:58,123 +0000] [WARN] slow', noon, 'warn'],
  ['2026-11-30T11:59:58.123Z error gateway lost', noon, 'error'],
  ['2026/11/30 11:59:58.123 UTC [notice] 12#12: start', noon, 'info'],
  ['1.2.3.4 - - [30/Nov/2026:11:59:58 +0000] "GET /error HTTP/1.1" 200', noon - 123, 'unknown'],
  ['1796039998.123 DEBUG seconds', noon, 'debug'],
  ['<3>kernel: broken', null, 'error'],
  ['level=warn msg="nearly"', null, 'warn'],
  ['TypeError: x is not a function', null, 'error'],
  ['npm ERR! code 1', null, 'unknown'],
  ['an error is a word here', null, 'unknown'],
  ['the information desk: open', null, 'unknown'],
  ['Fatal: cannot go on', null, 'fatal'],
  ['2999-01-01T00:00:00Z INFO from a clock that jumped', null, 'info'],
  ['{"torn', null, 'unknown'],
  ['', null, 'unknown'],
] as const)('“%s” is of its time and level', (raw, at, level) =>
  expect([readLine(raw, now).at, readLine(raw, now).level]).toEqual([at, level]))

test('secrets and terminal sequences are in no line', () => {
  const text = readLine('\x1b[31mERROR\x1b[0m Authorization: Bearer abcdefghijklmnopqrstuvwx', now).text
  expect(text).toBe('ERROR Authorization: [hidden]')
  const { json } = readLine('{"msg":"a","apiKey":"abcdefghijklmnop"}', now)
  expect(json).toBe('{"msg":"a","apiKey":"[hidden]"}')
})

test('the journal says where it has come to', () => {
  const raw = JSON.stringify({
    __CURSOR: 's=1',
    __REALTIME_TIMESTAMP: '1796039998123456',
    PRIORITY: '3',
    MESSAGE: 'it broke',
  })
  expect(readJournalLine(raw, now)).toEqual({ cursor: 's=1', at: noon, level: 'error', text: 'it broke', json: null })
  expect(readJournalLine('{"torn', now)).toBeNull()
  expect([0, 3, 4, 6, 7].map(levelOfPriority)).toEqual(['fatal', 'error', 'warn', 'info', 'debug'])
})

/** As journalctl 252 printed them: a text of several lines, one that is not ASCII, and bytes that are no text. */
const printed = [
  String.raw`{"_BOOT_ID":"1d5a5b7e9e2e4b1d8a9b7c6d5e4f3a2b","_SYSTEMD_USER_UNIT":"openclaw-gateway.service","_SYSTEMD_UNIT":"user@1000.service","_UID":"0","SYSLOG_IDENTIFIER":"node","__CURSOR":"s=efe80cc48ffb46958435773fc48fbeb8;i=30;b=1d5a5b7e9e2e4b1d8a9b7c6d5e4f3a2b;m=2cd29c5;t=6617ec160f77c;x=26f3c383e65bb69f","__MONOTONIC_TIMESTAMP":"47000005","__REALTIME_TIMESTAMP":"1796046898395004","PRIORITY":"3","MESSAGE":"line one\nline two\n    at foo"}`,
  `{"__CURSOR":"s=efe80cc48ffb46958435773fc48fbeb8;i=31;b=1d5a5b7e9e2e4b1d8a9b7c6d5e4f3a2b;m=2dc6c05;t=6617ec17039bc;x=93591539729fbfab","PRIORITY":"6","_BOOT_ID":"1d5a5b7e9e2e4b1d8a9b7c6d5e4f3a2b","MESSAGE":"café 日本","_SYSTEMD_UNIT":"user@1000.service","_SYSTEMD_USER_UNIT":"openclaw-gateway.service","_UID":"0","__MONOTONIC_TIMESTAMP":"48000005","__REALTIME_TIMESTAMP":"1796046899395004","SYSLOG_IDENTIFIER":"node"}`,
  `{"_SYSTEMD_UNIT":"user@1000.service","MESSAGE":[255,254,32,98,105,110,97,114,121,32,0,32,98,121,116,101,115],"__REALTIME_TIMESTAMP":"1796046900395004","SYSLOG_IDENTIFIER":"node","_SYSTEMD_USER_UNIT":"openclaw-gateway.service","PRIORITY":"7","_UID":"0","_BOOT_ID":"1d5a5b7e9e2e4b1d8a9b7c6d5e4f3a2b","__MONOTONIC_TIMESTAMP":"49000005","__CURSOR":"s=efe80cc48ffb46958435773fc48fbeb8;i=32;b=1d5a5b7e9e2e4b1d8a9b7c6d5e4f3a2b;m=2ebae45;t=6617ec17f7bfc;x=f8c78fedd86f5360"}`,
]

test('what journalctl prints is read, whatever a unit wrote', () =>
  expect(printed.map((raw) => readJournalLine(raw, Date.UTC(2026, 11, 1)))).toMatchObject([
    { level: 'error', text: 'line one\nline two\n    at foo' },
    { level: 'info', text: 'café 日本', cursor: expect.stringContaining(';i=31;') },
    { level: 'debug', text: expect.stringMatching(/binary .* bytes$/) },
  ]))

const group = (raws: string[]) => {
  const grouper = createGrouper(null, null)
  const whole = raws.flatMap((raw) => grouper.add(readLine(raw, now), raw, now))
  return [...whole, ...grouper.flush()].map(({ text }) => text)
}

test.each([
  ['a stack of JavaScript', ['Error: a', '    at f (a.js:1:2)', '    at g (b.js:3:4)', 'next'], 2],
  ['a cause', ['Exception: a', '\tat f', 'Caused by: b', '\t... 3 more', 'next'], 2],
  ['a traceback of Python', ['Traceback (most recent call last):', '  File "a", line 1', 'ValueError: b', 'next'], 2],
  ['what follows a line with a time', ['2026-11-30T11:00:00Z INFO rows:', 'a', 'b', '2026-11-30T11:00:01Z next'], 2],
  ['lines without times', ['one', 'two', 'three'], 3],
  ['objects', ['{"msg":"a"}', '{"msg":"b"}', 'c'], 3],
  ['an object with braces on lines', ['config {', '  a: 1', '}', 'next'], 2],
] as const)('%s is put together', (_, raws, entries) => expect(group([...raws])).toHaveLength(entries))

test('where a reading ends makes no difference to what belongs together', () => {
  const raws = ['Error: a', '    at f', 'b', '2026-11-30T11:00:00Z c', 'd', '{"msg":"e"}', '  f', 'g']
  const whole = group(raws)
  for (let cut = 0; cut <= raws.length; cut++) {
    const first = createGrouper(null, null)
    const before = raws.slice(0, cut).flatMap((raw) => first.add(readLine(raw, now), raw, now))
    const second = createGrouper(JSON.parse(JSON.stringify(first.open())), first.lastAt())
    const after = raws.slice(cut).flatMap((raw) => second.add(readLine(raw, now), raw, now))
    expect([...before, ...after, ...second.flush()].map(({ text }) => text)).toEqual(whole)
  }
})

test('an entry does not grow for ever', () =>
  expect(group(['Error: a', ...Array.from({ length: 5_000 }, () => '    at f')]).length).toBeGreaterThan(4))

test.each([
  ['utf-8', Buffer.from('Grüße 𝕏'), 'Grüße 𝕏'],
  ['utf-8 that is cut within a letter', Buffer.from('Grüße ü').subarray(0, -1), 'Grüße �'],
  ['latin-1', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'Grüße'],
  ['utf-8 with a mark', Buffer.from('\ufeffa'), 'a'],
  ['nothing', Buffer.alloc(0), ''],
  ['bytes of nothing', Buffer.from([0xff, 0xfe, 0xfd, 0x80]), 'ÿþý€'],
] as const)('%s is shown', (_, bytes, text) => expect(decodeLine(bytes, null)).toBe(text))

test('UTF-16 is told by its mark or its zeros', () => {
  const le = Buffer.from('\ufeffGrüße\nzwei\n', 'utf16le')
  expect(utf16Of(le)).toBe('le')
  expect(utf16Of(Buffer.from('plain words', 'utf16le'))).toBe('le')
  expect(utf16Of(Buffer.from('plain words', 'utf16le').swap16())).toBe('be')
  expect(utf16Of(Buffer.from('plain words'))).toBeNull()
  // A line is what stands between two bytes of a newline: the other byte of it is beside them.
  expect(decodeLine(le.subarray(0, 12), 'le')).toBe('Grüße')
  expect(decodeLine(le.subarray(13, 22), 'le')).toBe('zwei')
  const be = Buffer.from('eins\n', 'utf16le').swap16()
  expect(decodeLine(be.subarray(0, 9), 'be')).toBe('eins')
})

test.each([
  ['request 812 took 31 ms', 'request 9 took 4 ms'],
  ['cannot open /var/log/a.log', 'cannot open /home/ann/b/c.txt'],
  ['2026-11-30T11:00:00Z ERROR x', '2026-10-01 10:00:00.5 ERROR x'],
  ['session 0b1f6b7e-1111-4222-8333-444455556666 is gone', 'session 99999999-1111-4222-8333-444455556666 is gone'],
  ['connect 10.0.0.1:80 refused', 'connect 127.0.0.1:18789 refused'],
  ['job a1b2c3d4e5 failed\n    at f', 'job ffff1234ee failed\n    at g'],
  ['GET https://a.example/x failed', 'GET https://b.example/y?z=1 failed'],
])('“%s” and “%s” are the same error', (one, other) => expect(signatureOf(one)).toBe(signatureOf(other)))

test.each([
  ['the disk is full', 'the disk is slow'],
  ['TypeError: a', 'RangeError: a'],
])('“%s” and “%s” are not', (one, other) => expect(signatureOf(one)).not.toBe(signatureOf(other)))
