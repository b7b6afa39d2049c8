import { afterEach, expect, test } from 'bun:test'
import { connect as connectFrom } from 'node:net'
import { readTcpTable } from '../lib/linux-sockets.ts'
import { type Connection, findOwner, isSameUser, peerOwner } from './peer.ts'

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

const uidIn = (table: string, connection: Connection) => findOwner(heading + table, connection)?.uid

const ours = { remoteAddress: '127.0.0.1', remotePort: 0xa043, localAddress: '127.0.0.1', localPort: 0x128b }

test('the uid is the one of the end that is the peer, not of ours', () =>
  expect(uidIn(row('0100007F:128B', '0100007F:A043', 0) + row('0100007F:A043', '0100007F:128B', 1000), ours)).toBe(
    1000,
  ))

test('a peer that came over IPv6 to an IPv4 address stands in the other table', () => {
  const mapped = '0000000000000000FFFF00000100007F'
  const table = row(`${mapped}:A043`, `${mapped}:128B`, 1000)
  expect(uidIn(table, ours)).toBe(1000)
  expect(uidIn(table, { ...ours, remoteAddress: '::ffff:127.0.0.1' })).toBe(1000)
})

test('the IPv6 loopback', () => {
  const loopback = '00000000000000000000000001000000'
  const table = row(`${loopback}:A043`, `${loopback}:128B`, 1000)
  expect(uidIn(table, { ...ours, remoteAddress: '::1', localAddress: '::1' })).toBe(1000)
  expect(uidIn(table, ours)).toBeUndefined()
})

test('a row whose other end is not ours proves nothing, by its port as by its address', () => {
  expect(uidIn(row('0100007F:A043', '0100007F:1F90', 1000), ours)).toBeUndefined()
  expect(uidIn(row('0100007F:A043', '0200007F:128B', 1000), ours)).toBeUndefined()
  expect(uidIn(row('0200007F:A043', '0100007F:128B', 1000), ours)).toBeUndefined()
})

test('a closed connection is shown as root and proves nothing', () => {
  expect(uidIn(row('0100007F:A043', '0100007F:128B', 0, '06', 0), ours)).toBeUndefined()
  expect(uidIn(row('0100007F:A043', '0100007F:128B', 0, '05'), ours)).toBeUndefined()
  expect(uidIn(row('0100007F:A043', '0100007F:128B', 0, '01', 0), ours)).toBeUndefined()
})

test('of two rows that both fit, in whichever tables, none is believed, though they are of one user', () => {
  const mapped = '0000000000000000FFFF00000100007F'
  const other = row(`${mapped}:A043`, `${mapped}:128B`, 1000)
  expect(uidIn(row('0100007F:A043', '0100007F:128B', 1001) + other, ours)).toBeUndefined()
  expect(uidIn(row('0100007F:A043', '0100007F:128B', 1000) + other, ours)).toBeUndefined()
})

test('a torn or empty table proves nothing', () => {
  for (const table of ['', '\n\n', '   7: 0100007F:A043 0100007F:128B 01', 'no table at all'])
    expect(findOwner(table, ours)).toBeUndefined()
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

/** Both ways to ask must agree: the kernel's own answer, and its table as text. */
function uidsOf(connection: Connection) {
  return [peerOwner(connection)?.uid, findOwner(readTcpTable(), connection)?.uid]
}

test.if(onLinux)('a connection of our own is found to be our own, also where it comes over IPv6', async () => {
  const { port, accepted } = listen('127.0.0.1')
  const client = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {} } })
  cleanUps.push(() => client.end())
  const connection = { ...(await accepted), localAddress: '127.0.0.1', localPort: port }
  expect(uidsOf(connection)).toEqual([process.getuid!(), process.getuid!()])
  expect(isSameUser(connection)).toBe(true)

  const next = listen('127.0.0.1')
  const mapped = await Bun.connect({ hostname: '::ffff:127.0.0.1', port: next.port, socket: { data() {} } })
  cleanUps.push(() => mapped.end())
  const overIpv6 = { ...(await next.accepted), localAddress: '127.0.0.1', localPort: next.port }
  expect(uidsOf(overIpv6)).toEqual([process.getuid!(), process.getuid!()])
})

const asNobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups']

test.if(asRoot)('a connection of another user is not', async () => {
  const { port, accepted } = listen('127.0.0.1')
  // An interpreter every user can run: ours may lie in a home that others cannot enter.
  const connect = `$s = IO::Socket::INET->new("127.0.0.1:${port}"); sleep 20`
  const stranger = Bun.spawn([...asNobody, 'perl', '-MIO::Socket::INET', '-e', connect], { stderr: 'inherit' })
  cleanUps.push(() => stranger.kill())
  const connection = { ...(await accepted), localAddress: '127.0.0.1', localPort: port }
  expect(uidsOf(connection)).toEqual([65534, 65534])
  expect(isSameUser(connection)).toBe(false)
})

test.if(asRoot)('another user who takes the address and port of one of our connections stays a stranger', async () => {
  const { port, accepted } = listen('127.0.0.1')
  // We have a connection from 127.0.0.2 and some port to somewhere else; they come from the same, over IPv6, to us.
  const elsewhere = listen('127.0.0.3')
  const own = await new Promise<import('node:net').Socket>((resolve) => {
    const socket = connectFrom({ host: '127.0.0.3', port: elsewhere.port, localAddress: '127.0.0.2' }, () =>
      resolve(socket),
    )
  })
  cleanUps.push(() => own.destroy())
  const connect = `
    socket(my $s, AF_INET6, SOCK_STREAM, 0) or die $!;
    setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1);
    bind($s, pack_sockaddr_in6(${own.localPort}, Socket::inet_pton(AF_INET6, "::ffff:127.0.0.2"))) or die "bind: $!";
    connect($s, pack_sockaddr_in6(${port}, Socket::inet_pton(AF_INET6, "::ffff:127.0.0.1"))) or die "connect: $!";
    sleep 20`
  const stranger = Bun.spawn([...asNobody, 'perl', '-MSocket=:all', '-e', connect], { stderr: 'inherit' })
  cleanUps.push(() => stranger.kill())
  const theirs = await Promise.race([accepted, stranger.exited.then(() => undefined)])
  // Where the kernel gives the port away only once, there is nothing to keep them from.
  if (theirs === undefined) return
  const connection = { ...theirs, localAddress: '127.0.0.1', localPort: port }
  expect(uidsOf(connection)).toEqual([65534, 65534])
  expect(isSameUser(connection)).toBe(false)
})

test('where nothing is proven the answer is neither yes nor no', () =>
  expect(
    isSameUser({ remoteAddress: '127.0.0.1', remotePort: 1, localAddress: '127.0.0.1', localPort: 1 }),
  ).toBeUndefined())
