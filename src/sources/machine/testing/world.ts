import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { temporary } from '../../../lib/testing/temporary.ts'
import type { Room } from '../disks.ts'
import type { Tick } from '../elapsed.ts'
import { createLinux } from '../linux.ts'

/** A recorded machine in a folder, with a clock that the test moves. */
export function world(files: Record<string, string> = {}, { nvidiaSmi = null as string | null } = {}) {
  const folder = temporary('machine')
  const rooms = new Map<string, Room | Promise<Room>>([['/', { bsize: 4096, blocks: 1_000, bfree: 600, bavail: 400 }]])
  const sample = createLinux({
    root: folder.path,
    nvidiaSmi,
    pageBytes: 4096,
    async roomOf(path) {
      const room = rooms.get(path)
      if (!room) throw new Error('ENOENT')
      return room
    },
  })
  let wallMs = 1_795_000_000_000
  let steadyMs = 0
  function put(changed: Record<string, string>) {
    for (const [path, text] of Object.entries(changed)) {
      mkdirSync(dirname(folder.at(path)), { recursive: true })
      writeFileSync(folder.at(path), text)
    }
  }
  put(files)
  return {
    folder,
    rooms,
    put,
    /** Moves the clocks: the wall clock further than the machine's where it slept or its clock was set. */
    async after(ms: number, { wall = ms, everyMs = 2_000 } = {}) {
      wallMs += wall
      steadyMs += ms
      const tick: Tick = { wallMs, steadyMs, everyMs, lateMs: 1 }
      const reading = await sample(tick)
      // Values that are read beside a reading are in the next one.
      await Bun.sleep(1)
      return reading
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}

/** A `/proc/stat` of cores with busy and idle ticks. */
export const statOf = (cores: Record<number, [busy: number, idle: number]>, booted = 1_794_990_000) =>
  `cpu  1 2 3 4 5 0 6 0 0 0\n${Object.entries(cores)
    .map(([core, [busy, idle]]) => `cpu${core} ${busy} 0 0 ${idle} 0 0 0 0 0 0\n`)
    .join('')}intr 13437261 0 0 0\nctxt 1\nbtime ${booted}\nprocesses 1\n`

export const trafficOf = (interfaces: Record<string, [inBytes: number, outBytes: number]>) =>
  `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
${Object.entries(interfaces)
  .map(
    ([name, [inBytes, outBytes]]) =>
      `${name.padStart(6)}: ${inBytes} 30365 0 0 0 0 0 0 ${outBytes} 22365 0 0 0 0 0 0\n`,
  )
  .join('')}`

/** A `/proc/PID/stat`: the ticks it has used, when it started, and its memory in pages. */
export const processOf = (pid: number, name: string, parent: number, ticks: number, start: number, pages: number) =>
  `${pid} (${name}) S ${parent} 1 1 0 -1 4194304 101 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${start} 3133440 ${pages} 18446744073709551615 1 1 1 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n`
