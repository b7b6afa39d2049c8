import { expect, test } from 'bun:test'
import { readTcpTable, tcpListeners } from '../../../lib/linux-sockets.ts'
import { until } from '../../../lib/testing/until.ts'
import { answererOf, judge, judgePids, listenerOf, rowsIn } from './listener.ts'

const onLinux = process.platform === 'linux'

test('every socket that listens on the port has to be one of the process', () => {
  const [ours, other] = [
    { uid: 1000, inode: 7 },
    { uid: 1000, inode: 8 },
  ]
  expect(judge([ours], new Set([7]), 1000)).toBe('theirs')
  expect(judge([ours, other], new Set([7]), 1000)).toBe('another')
  expect(judge([other], new Set([7]), 1000)).toBe('another')
  expect(judge([], new Set([7]), 1000)).toBe('nobody')
})

test('where the files of the process are hidden, its user decides; where that is unknown too, nobody is believed', () => {
  expect(judge([{ uid: 1000, inode: 8 }], undefined, 1000)).toBe('theirs')
  expect(judge([{ uid: 1001, inode: 8 }], undefined, 1000)).toBe('another')
  expect(judge([{ uid: 1000, inode: 8 }], undefined, undefined)).toBe('another')
})

test('where only processes are known, all of them have to be it; where none is shown, nothing is proven', () => {
  expect(judgePids([4711], 4711)).toBe('theirs')
  expect(judgePids([4711, 4712], 4711)).toBe('another')
  expect(judgePids([], 4711)).toBe('unproven')
})

test('a system that does not tell proves nothing', () => expect(listenerOf(1, process.pid, 'win32')).toBe('unproven'))

for (const hostname of ['127.0.0.1', '0.0.0.0', '::1', '::'])
  test.if(onLinux)(`a port of ours on ${hostname} is ours, and nobody else's`, () => {
    using server = Bun.listen({ hostname, port: 0, socket: { data() {} } })
    expect(listenerOf(server.port, process.pid)).toBe('theirs')
    expect(listenerOf(server.port, process.ppid)).toBe('another')
    // The kernel's answer and its table say the same.
    const rows = rowsIn(readTcpTable(), server.port, '0A')
    expect(rows).toHaveLength(1)
    expect(tcpListeners(server.port) ?? rows).toEqual(rows)
  })

test.if(onLinux)('a port on which nothing listens is nobody’s', () => {
  const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = server
  server.stop(true)
  expect(listenerOf(port, process.pid)).toBe('nobody')
})

test.if(onLinux)(
  'who has answered is asked again once somebody has: another program may have taken the port meanwhile',
  async () => {
    using server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
    const client = await Bun.connect({ hostname: '127.0.0.1', port: server.port, socket: { data() {} } })
    try {
      await until(() => answererOf(server.port, process.pid) === 'theirs')
      // Whoever else has the server's end of a connection there is not the one who was asked for.
      expect(answererOf(server.port, process.ppid)).toBe('another')
      server.stop()
      expect(listenerOf(server.port, process.pid)).toBe('nobody')
      expect(answererOf(server.port, process.pid)).toBe('theirs')
    } finally {
      client.end()
    }
  },
)
