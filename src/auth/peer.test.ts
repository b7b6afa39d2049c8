import { afterEach, expect, test } from 'bun:test'
import { findUids, isSameUser, peerUid } from './peer.ts'

const onLinux = process.platform === 'linux'
const asRoot = onLinux && process.getuid?.() === 0
const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
})

const heading =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n'
const row = (local: string, remote: string, uid: number, state = '01', inode = 41234) =>
  `   7: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 00000000d949b5dc 20 4 30 10 -1\n`

const uidsIn = (...asked: Parameters<typeof findUids>) => [...findUids(...asked)]

const ours = { remoteAddress: '127.0.0.1', remotePort: 0xa043, localPort: 0x128b }

test('the uid is the one of the end that is the peer, not of ours', () => {
  const table = `${heading}${row('0100007F:128B', '0100007F:A043', 0)}${row('0100007F:A043', '0100007F:128B', 1000)}`
  expect(uidsIn(table, ours)).toEqual([1000])
})

test('a peer that came over IPv6 to an IPv4 address stands in the other table', () => {
  const wrapped = '0000000000000000FFFF00000100007F'
  const table = heading + row(`${wrapped}:A043`, `${wrapped}:128B`, 1000)
  expect(uidsIn(table, ours)).toEqual([1000])
  expect(uidsIn(table, { ...ours, remoteAddress: '::ffff:127.0.0.1' })).toEqual([1000])
})

test('the IPv6 loopback', () => {
  const loopback = '00000000000000000000000001000000'
  const table = heading + row(`${loopback}:A043`, `${loopback}:128B`, 1000)
  expect(uidsIn(table, { ...ours, remoteAddress: '::1' })).toEqual([1000])
  expect(uidsIn(table, ours)).toEqual([])
})

test('a row to another port of ours proves nothing', () =>
  expect(uidsIn(heading + row('0100007F:A043', '0100007F:1F90', 1000), ours)).toEqual([]))

test('a closed connection is shown as root and proves nothing', () => {
  expect(uidsIn(heading + row('0100007F:A043', '0100007F:128B', 0, '06', 0), ours)).toEqual([])
  expect(uidsIn(heading + row('0100007F:A043', '0100007F:128B', 0, '05'), ours)).toEqual([])
  expect(uidsIn(heading + row('0100007F:A043', '0100007F:128B', 0, '01', 0), ours)).toEqual([])
})

test('rows of two users that both fit are both told, so that neither is believed', () => {
  const table = row('0100007F:A043', '0100007F:128B', 1000) + row('0100007F:A043', '0200007F:128B', 1001)
  expect(uidsIn(heading + table, ours)).toEqual([1000, 1001])
})

test('a torn or empty table proves nothing', () => {
  for (const table of ['', heading, '\n\n', '   7: 0100007F:A043 0100007F:128B 01', 'no table at all'])
    expect(uidsIn(table, ours)).toEqual([])
})

function listen(hostname: string) {
  const accepted = Promise.withResolvers<{ remoteAddress: string; remotePort: number }>()
  const server = Bun.listen({
    hostname,
    port: 0,
    socket: { open: ({ remoteAddress, remotePort }) => accepted.resolve({ remoteAddress, remotePort }), data() {} },
  })
  cleanUps.push(() => server.stop(true))
  return { port: server.port, accepted: accepted.promise }
}

test.if(onLinux)('a connection of our own is found to be our own', async () => {
  const { port, accepted } = listen('127.0.0.1')
  const client = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {} } })
  cleanUps.push(() => client.end())
  const connection = { ...(await accepted), localPort: port }
  expect(peerUid(connection)).toBe(process.getuid!())
  expect(isSameUser(connection)).toBe(true)
})

test.if(asRoot)('a connection of another user is not', async () => {
  const { port, accepted } = listen('127.0.0.1')
  // An interpreter every user can run: ours may lie in a home that others cannot enter.
  const stranger = Bun.spawn(
    [
      'setpriv',
      '--reuid',
      '65534',
      '--regid',
      '65534',
      '--clear-groups',
      'perl',
      '-MIO::Socket::INET',
      '-e',
      `$s = IO::Socket::INET->new("127.0.0.1:${port}"); sleep 20`,
    ],
    { stderr: 'inherit' },
  )
  cleanUps.push(() => stranger.kill())
  const connection = { ...(await accepted), localPort: port }
  expect(peerUid(connection)).toBe(65534)
  expect(isSameUser(connection)).toBe(false)
})

test('where nothing is proven the answer is neither yes nor no', () =>
  expect(isSameUser({ remoteAddress: '127.0.0.1', remotePort: 1, localPort: 1 })).toBeUndefined())
