import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createDemo } from './demo.ts'

const now = () => Date.UTC(2026, 10, 20, 20, 30)
const place = () => mkdtempSync(join(tmpdir(), 'demo-place-'))

test('a demo has a private folder of its own, and takes it away when it stops', () => {
  const folder = place()
  const demo = createDemo({ seed: 7, folder, now })
  expect(existsSync(join(demo.home, 'openclaw.json'))).toBeTrue()
  expect(statSync(dirname(demo.home)).mode & 0o777).toBe(0o700)
  demo.start()
  demo.stop()
  demo.stop()
  demo.start()
  expect(readdirSync(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})

test('something happens in the stores by itself', async () => {
  const folder = place()
  let beat = () => {}
  const setTimer = (run: () => void) => {
    beat = run
    return () => {}
  }
  const demo = createDemo({ seed: 7, folder, now: Date.now, setTimer })
  const stores = ['main', 'quill', 'forge', 'echo', 'scout'].map(
    (id) => new Database(join(demo.home, 'agents', id, 'agent', 'openclaw-agent.sqlite'), { readonly: true }),
  )
  const countIn = (store: Database) =>
    store.query<{ n: number }, []>('SELECT count(*) AS n FROM transcript_events').get()!.n
  const count = () => stores.reduce((sum, store) => sum + countIn(store), 0)
  const before = count()
  demo.start()
  expect(count()).toBe(before)
  // Nothing is due in the first seconds.
  for (; count() === before; await Bun.sleep(20)) beat()
  for (const store of stores) store.close()
  demo.stop()
  rmSync(folder, { recursive: true })
})

test('what a dead demo left behind is removed; the living, the unfinished and the unknown stay', () => {
  const folder = place()
  const leave = (name: string, pid: string | null) => {
    mkdirSync(join(folder, name))
    if (pid !== null) writeFileSync(join(folder, name, 'pid'), pid)
  }
  const gone = Bun.spawnSync(['true']).pid
  leave('wheelhouse-demo-dead', String(gone))
  leave('wheelhouse-demo-alive', String(process.pid))
  leave('wheelhouse-demo-young', null)
  leave('wheelhouse-demo-odd', 'not a number')
  leave('treasure', String(gone))
  symlinkSync(join(folder, 'treasure'), join(folder, 'wheelhouse-demo-link'))
  const demo = createDemo({ seed: 7, folder, now })
  demo.stop()
  expect(readdirSync(folder).sort()).toEqual([
    'treasure',
    'wheelhouse-demo-alive',
    'wheelhouse-demo-link',
    'wheelhouse-demo-odd',
    'wheelhouse-demo-young',
  ])
  rmSync(folder, { recursive: true })
})
