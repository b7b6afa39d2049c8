import { afterEach, expect, test } from 'bun:test'
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Fact } from '../facts/fact.ts'
import type { OutsideWatch } from '../files/file.ts'
import { createFiles } from '../files/files.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { until } from '../lib/testing/until.ts'
import { sessionsIn } from '../sessions/testing/sessions-in.ts'
import { chosenOf, watchOutside } from './outside.ts'
import { filled, session } from './testing/filled.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

let calls = 0

/** A project in which agents wrote files, watched by the real watcher. Changes are judged soon after they were seen. */
async function project(names: string[], { waitMs = 700 } = {}) {
  const home = temporary('outside')
  const folder = home.path
  const pathOf = (name: string) => join(folder, name)
  const put = (name: string, text = `${++calls}`) => {
    mkdirSync(dirname(pathOf(name)), { recursive: true })
    writeFileSync(pathOf(name), text)
  }
  const now = Date.now
  const { index, add } = filled([
    session('main.one', { key: 'one', projectPath: folder, lastAt: now(), status: 'running', lastRole: 'user' }),
    session('main.two', { key: 'two', projectPath: '/elsewhere', lastAt: now() }),
  ])
  const sessions = sessionsIn(index, { host: '', timezone: 'UTC', now })
  const files = createFiles(index, sessions, { now })
  let watch: OutsideWatch = { files: 0, folders: 0, leftOut: 0 }
  const errors: unknown[] = []
  const outside = watchOutside({
    index,
    sessions,
    now,
    publish: (event) => {
      watch = event.watch
    },
    filesTouched() {},
    onError: (error) => errors.push(error),
    waitMs,
  })
  ends.push(() => {
    outside.stop()
    home[Symbol.dispose]()
    expect(errors).toEqual([])
  })
  /** The transcript of a session says that it changed a file, and when the call ran. */
  const says = (
    name: string,
    at: number,
    { who = 'one', endedAt = at as number | null, isAnyFile = false, callId = `${++calls}` } = {},
  ) => {
    const about = { sessionId: `openclaw.main.${who}`, callId, at }
    const ran: Fact = { kind: 'call-ran', ...about, endedAt, isAnyFile }
    const noLines = { added: null, removed: null, addedHash: null, removedHash: null }
    const touch: Fact = {
      kind: 'file-touch',
      ...about,
      path: pathOf(name),
      how: 'edit',
      ...noLines,
      isGuessed: false,
      itemId: '1.0',
    }
    add(isAnyFile ? [ran] : [ran, touch])
    outside.learned()
  }
  const saysEnd = (callId: string, endedAt: number) =>
    add([{ kind: 'call-ran', sessionId: 'openclaw.main.one', callId, at: null, endedAt, isAnyFile: true }])
  for (const name of names) {
    put(name)
    says(name, now() - 3_600_000)
  }
  await until(() => watch.files === names.length)
  return {
    put,
    says,
    saysEnd,
    pathOf,
    folder,
    files,
    now,
    watch: () => watch,
    found: () =>
      files.page(0).outside.map(({ path, files, isByGit }) => [path.slice(folder.length + 1), files, isByGit]),
  }
}

/** The files that were changed from outside. A change that is surely found shows that what was done before it has been judged. */
async function judged(one: Awaited<ReturnType<typeof project>>) {
  const isOutside = (name: string) => one.files.detail(one.pathOf(name), 0).outside > 0
  one.put('mark')
  await until(() => isOutside('mark'))
  return ['a.ts', 'tree/b.ts'].filter(isOutside)
}

test('a write that no session made is found, and is a conflict where the session that wrote the file works on', async () => {
  const one = await project(['a.ts', 'mark'])
  one.put('a.ts')
  await until(() => one.found().length === 1)
  expect(one.found()).toEqual([['a.ts', 1, false]])
  const detail = one.files.detail(one.pathOf('a.ts'), 0)
  expect(detail).toMatchObject({
    outside: 1,
    writes: 1,
    conflict: { kind: 'outside', writers: ['', 'openclaw.main.one'] },
  })
  expect(detail.touches.map(({ how, sessionId }) => `${how} ${sessionId}`)).toEqual([
    'edit openclaw.main.one',
    'outside ',
  ])
  expect(one.files.conflicts().map(({ path }) => path)).toEqual([one.pathOf('a.ts')])
  one.says('a.ts', one.now() + 3_000)
  expect(one.files.conflicts()).toEqual([])
})

test('a file that is replaced by another was written, also where it is as old as before', async () => {
  const one = await project(['a.ts', 'mark'])
  one.put('.a.ts.swp')
  utimesSync(one.pathOf('.a.ts.swp'), 1_000, 1_000)
  renameSync(one.pathOf('.a.ts.swp'), one.pathOf('a.ts'))
  await until(() => one.found().length === 1)
  expect(one.found()).toEqual([['a.ts', 1, false]])
})

test('a write that the transcript of its session tells of seconds later is that of the session', async () => {
  const one = await project(['a.ts', 'mark'])
  const at = one.now()
  one.put('a.ts')
  one.says('a.ts', at)
  expect(await judged(one)).toEqual([])
})

test('what was found is taken back where a transcript tells of it late', async () => {
  const one = await project(['a.ts', 'mark'])
  const at = one.now()
  one.put('a.ts')
  await until(() => one.found().length === 1)
  one.says('a.ts', at)
  expect(one.found()).toEqual([])
})

test('a call that waited for a person before it wrote is that of its session', async () => {
  const one = await project(['a.ts', 'mark'])
  one.put('a.ts')
  one.says('a.ts', one.now() - 300_000, { endedAt: one.now() })
  expect(await judged(one)).toEqual([])
})

test('a call ends where its result is read later, and what changes after it is from outside', async () => {
  const one = await project(['a.ts', 'mark'])
  one.says('a.ts', one.now() - 60_000, { endedAt: null, callId: 'open' })
  one.saysEnd('open', one.now() - 50_000)
  one.put('a.ts')
  await until(() => one.found().length === 1)
})

test('what changes while a command runs in a folder above may be of that command; one elsewhere has nothing to do with it', async () => {
  const one = await project(['a.ts', 'mark'])
  one.put('a.ts')
  one.says('', one.now() - 60_000, { endedAt: one.now() - 5_000, isAnyFile: true })
  one.says('', one.now() - 60_000, { endedAt: null, isAnyFile: true, who: 'two' })
  await until(() => one.found().length === 1)
  one.says('', one.now() - 60_000, { endedAt: null, isAnyFile: true })
  expect(one.found()).toEqual([])
})

test('many files that change at once are one line and no conflict, and git is named where its repository changed too', async () => {
  const names = Array.from({ length: 37 }, (_, number) => `src/${number}.ts`)
  const one = await project([...names, 'mark'])
  one.put('.git/HEAD', 'ref: refs/heads/main')
  for (const name of names) one.put(name)
  one.put('.git/index')
  await until(() => one.found().some(([, files]) => files === 37))
  expect(one.found()).toEqual([[expect.stringContaining('src/'), 37, true]])
  expect(one.files.conflicts()).toEqual([])
})

test('what nobody changed is not told: a touch of the same state, another file beside it, what was there at the start', async () => {
  const one = await project(['a.ts', 'mark'])
  for (let number = 0; number < 200; number++) one.put(`noise-${number % 5}.log`)
  expect(await judged(one)).toEqual([])
})

test('a folder that goes away as a whole is tidied up; one file that goes was deleted by somebody', async () => {
  const one = await project(['a.ts', 'tree/b.ts', 'mark'])
  rmSync(one.pathOf('tree'), { recursive: true })
  rmSync(one.pathOf('a.ts'))
  expect(await judged(one)).toEqual(['a.ts'])
})

test('a file that is written over and over is one line', async () => {
  const one = await project(['a.ts', 'mark'])
  for (let round = 0; round < 3; round++) {
    one.put('a.ts')
    const at = one.files.page(0).outside[0]?.at ?? 0
    await until(() => (one.files.page(0).outside[0]?.at ?? 0) > at)
  }
  expect(one.found()).toEqual([['a.ts', 1, false]])
})

test('of very many folders those that were written last are watched', () => {
  expect(chosenOf(['/proc/self/mem', '/c/1', '/b/1', '/a/1', '/c/2'], { maxFolders: 2 })).toEqual({
    files: ['/c/1', '/b/1', '/c/2'],
    folders: 2,
  })
})
