import { expect, test } from 'bun:test'
import { unixPeers } from './linux-sockets.ts'
import { temporary } from './testing/temporary.ts'
import { until } from './testing/until.ts'

const onLinux = process.platform === 'linux'

test.if(onLinux)(
  'whoever is connected to a socket file of ours is known by their process, as long as they are',
  async () => {
    using folder = temporary('sockets')
    const unix = folder.at('socket')
    const server = Bun.listen({ unix, socket: { data() {} } })
    // A pipe to a program of ours is no client, whatever it is made of.
    const other = Bun.spawn(['cat'], { stdin: 'pipe', stdout: 'pipe' })
    try {
      expect(unixPeers()).toEqual([])
      const script = `await Bun.connect({ unix: '${unix}', socket: { data() {} } }); setTimeout(() => {}, 60_000)`
      const client = Bun.spawn([process.execPath, '-e', script])
      await until(() => unixPeers()!.length === 1)
      expect(unixPeers()).toEqual([{ pid: client.pid, uid: process.getuid!() }])
      client.kill('SIGKILL')
      await until(() => unixPeers()!.length === 0)
    } finally {
      other.kill()
      server.stop(true)
    }
  },
)
