import { expect, test } from 'bun:test'
import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporary } from '../../lib/testing/temporary.ts'
import { createFolderTree } from './folder-tree.ts'
import { readingLimits } from './reading-limits.ts'
import { watchFolders } from './watch-folders.ts'

/**
 * A root that is watched as a source watches it: every wake lists what is dirty and reads the lines of the files in it.
 * Everything is looked at once, at the beginning; a loss shows as another look at everything, which finds it later.
 */
function watching(root: string) {
  const folders = watchFolders(() => {})
  let looksAtEverything = 0
  const counted: Pick<typeof folders, 'takeDirty' | 'attend' | 'nudge'> = {
    ...folders,
    takeDirty() {
      const dirty = folders.takeDirty()
      if (dirty === 'everything') looksAtEverything++
      return dirty
    },
  }
  const tree = createFolderTree({
    roots: [root],
    wants: (path) => path.endsWith('.jsonl'),
    limits: readingLimits(),
    now: Date.now,
  })
  const lines = new Map<string, number>()
  let isStopped = false
  let awake = false
  let woken = Promise.withResolvers<void>()
  const stop = folders.watch(() => {
    awake = true
    woken.resolve()
  })
  async function run() {
    while (!isStopped) {
      if (!awake) await woken.promise
      awake = false
      woken = Promise.withResolvers<void>()
      const relisted = tree.refresh(counted)
      for (const folder of relisted)
        for (const file of tree.listings().get(folder)?.files ?? []) read(join(folder, file))
      await Bun.sleep(15)
    }
  }
  function read(path: string) {
    try {
      lines.set(path, statSync(path).size / lineBytes)
    } catch {
      lines.delete(path)
    }
  }
  const running = run()
  return {
    /** Waits until every line that is in the root was read; answers how many there are. */
    async all() {
      for (;;) {
        const files = readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
        if (files.every((path) => lines.get(path) === statSync(path).size / lineBytes))
          return files.reduce((sum, path) => sum + lines.get(path)!, 0)
        await Bun.sleep(20)
      }
    },
    looksAtEverything: () => looksAtEverything,
    async [Symbol.asyncDispose]() {
      isStopped = true
      woken.resolve()
      await running
      stop()
    },
  }
}

const line = '1\n'
const lineBytes = line.length

/** Appends a line, in folders that are made for it. */
function write(path: string) {
  mkdirSync(dirname(path), { recursive: true })
  appendFileSync(path, line)
}

test('of a thousand nested folders that appear while files in them are written no line is lost', async () => {
  using folder = temporary('nested')
  const root = folder.at('projects')
  await using watched = watching(root)
  for (let number = 0; number < 1_000; number++) {
    const session = join(root, `project-${number % 7}`, `session-${number}`)
    write(`${session}.jsonl`)
    mkdirSync(session)
    if (number % 3 === 0) await Bun.sleep(number % 5)
    const child = join(session, 'subagents', `agent-${number}.jsonl`)
    write(child)
    if (number % 2 === 0) await Bun.sleep(number % 4)
    write(child)
  }
  expect(await watched.all()).toBe(3_000)
  expect(watched.looksAtEverything()).toBe(1)
}, 60_000)

test('a folder that goes away and comes back is watched again, and so is one that another takes the place of', async () => {
  using folder = temporary('again')
  const root = folder.at('projects')
  await using watched = watching(root)
  const file = join(root, 'a', 'b', 'c.jsonl')
  write(file)
  await watched.all()
  for (let number = 0; number < 40; number++) {
    // At once, after a pause, above and below, by removing and by moving.
    const replaced = number % 2 === 0 ? join(root, 'a') : join(root, 'a', 'b')
    if (number % 4 < 2) rmSync(replaced, { recursive: true })
    else renameSync(replaced, folder.at(`away-${number}`))
    if (number % 3 === 0) await Bun.sleep(40)
    write(file)
    if (number % 5 === 0) await Bun.sleep(40)
    write(file)
    expect(await watched.all()).toBe(2)
    write(file)
    expect(await watched.all()).toBe(3)
  }
  expect(watched.looksAtEverything()).toBe(1)
}, 60_000)

test('a root is found however deep it appears, and again after it was removed', async () => {
  using folder = temporary('root')
  const root = folder.at('home', 'user', '.config', 'projects')
  await using watched = watching(root)
  for (let number = 0; number < 10; number++) {
    if (number % 2 === 0) await Bun.sleep(40)
    write(join(root, 'a', 'b.jsonl'))
    expect(await watched.all()).toBe(1)
    rmSync(folder.at('home', ...['user', '.config', 'projects'].slice(0, number % 4)), { recursive: true })
  }
  expect(watched.looksAtEverything()).toBe(1)
}, 60_000)
