import { expect, test } from 'bun:test'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporary } from '../../lib/testing/temporary.ts'
import { createFolderTree } from './folder-tree.ts'
import { readingLimits } from './reading-limits.ts'

/** A folder with files and links, and a tree over some of its folders. */
function world(files: string[], links: [path: string, target: string][] = []) {
  const folder = temporary('tree')
  const write = (path: string) => {
    mkdirSync(dirname(folder.at(path)), { recursive: true })
    writeFileSync(folder.at(path), '')
  }
  const link = (path: string, target: string) => {
    mkdirSync(dirname(folder.at(path)), { recursive: true })
    symlinkSync(target.startsWith('/') ? target : folder.at(target), folder.at(path))
  }
  files.forEach(write)
  for (const [path, target] of links) link(path, target)
  const tree = (roots: string[], limits = {}) =>
    createFolderTree({
      roots: roots.map((root) => folder.at(root)),
      wants: (path) => path.endsWith('.jsonl'),
      limits: readingLimits(limits),
      now: Date.now,
    })
  return { ...folder, write, link, tree, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

type Tree = ReturnType<typeof createFolderTree>

const unwatched = { takeDirty: () => 'everything' as const, attend: () => [], nudge: () => {} }

/** The wanted files of a tree, below the folder of the world. */
function filesOf(tree: Tree, below: string) {
  tree.refresh(unwatched)
  return [
    ...[...tree.listings()].flatMap(([folder, listing]) => listing?.files.map((file) => join(folder, file)) ?? []),
    ...tree.linkedFiles(),
  ]
    .map((path) => path.slice(below.length + 1))
    .sort()
}

test('a root may be a link, and of several names of one root one counts', () => {
  using place = world(['real/a/1.jsonl', 'real/a/no.txt'], [['root', 'real']])
  expect(filesOf(place.tree(['root', 'real']), place.path)).toEqual(['root/a/1.jsonl'])
})

test('a link within a root is followed, to a folder and to a file', () => {
  using place = world(
    ['root/a/1.jsonl', 'away/2.jsonl', 'alone/3.jsonl'],
    [
      ['root/b', 'away'],
      ['root/a/4.jsonl', 'alone/3.jsonl'],
    ],
  )
  expect(filesOf(place.tree(['root']), place.path)).toEqual(['root/a/1.jsonl', 'root/a/4.jsonl', 'root/b/2.jsonl'])
})

test('what is found anyway is found once, and no link leads above', () => {
  using place = world(
    ['root/a/1.jsonl', 'root/c/3.jsonl', 'away/x/2.jsonl'],
    [
      ['root/again', 'root/a'],
      ['root/a/up', '.'],
      ['root/a/itself', 'root/a'],
      ['root/a/everything', '/'],
      ['root/0', 'away/x'],
      ['root/1', 'away/x'],
      ['away/x/back', 'away'],
      ['away/x/root', 'root'],
      ['root/nowhere', 'gone'],
      ['root/c/4.jsonl', 'root/a/1.jsonl'],
      ['root/c/5.jsonl', 'away/x/2.jsonl'],
    ],
  )
  const tree = place.tree(['root'])
  const found = ['root/0/2.jsonl', 'root/a/1.jsonl', 'root/c/3.jsonl']
  for (const _ of [1, 2]) expect(filesOf(tree, place.path)).toEqual(found)
  const named = tree.findings().map(({ message }) => message.split(' ')[0]!.slice(place.path.length + 1))
  expect(named.sort()).toEqual(['root/0/back', 'root/a/everything', 'root/a/itself', 'root/a/up'])
})

test('a link that led to a place gives way to another once it is gone', () => {
  using place = world(
    ['root/a/1.jsonl', 'away/2.jsonl'],
    [
      ['root/b', 'away'],
      ['root/c', 'away'],
    ],
  )
  const tree = place.tree(['root'])
  const [first] = filesOf(tree, place.path).filter((file) => file.endsWith('2.jsonl'))
  rmSync(dirname(place.at(first!)))
  expect(filesOf(tree, place.path)).toEqual([
    'root/a/1.jsonl',
    first === 'root/b/2.jsonl' ? 'root/c/2.jsonl' : 'root/b/2.jsonl',
  ])
})

test('beyond so many files and so deep nothing is listed, and a finding says what was left out', () => {
  const files = Array.from({ length: 30 }, (_, n) => `root/p${n % 10}/${n}.jsonl`)
  using place = world([...files, 'root/a/b/c/d/deep.jsonl', 'root/top.jsonl'])
  const few = place.tree(['root'], { files: 25 })
  const found = filesOf(few, place.path)
  expect(found).toContain('root/top.jsonl')
  expect(found.length).toBeLessThan(20)
  expect(few.findings()).toMatchObject([{ level: 'warn', code: 'folders-left-out' }])
  expect(few.findings()[0]!.message).toContain('more than 25 files and folders')
  const shallow = place.tree(['root'], { depth: 3 })
  expect(filesOf(shallow, place.path)).toHaveLength(31)
  expect(shallow.findings()[0]!.message).toContain('a folder is left out')
  expect(shallow.findings()[0]!.message).toContain('root/a/b/c/d')
  expect(filesOf(place.tree(['root']), place.path)).toHaveLength(32)
})

test('a folder in which nothing changed is not listed again, and what appears in it is found', () => {
  using place = world(['root/a/1.jsonl'])
  const tree = place.tree(['root'])
  for (const round of [2, 3, 4]) {
    place.write(`root/a/${round}.jsonl`)
    place.write(`root/new${round}/${round}.jsonl`)
    expect(filesOf(tree, place.path)).toHaveLength(2 * round - 1)
  }
  renameSync(place.at('root/a'), place.at('gone'))
  expect(filesOf(tree, place.path)).toHaveLength(3)
})

test('a root that is a link to a folder in which it lies is not read, and a finding says so', () => {
  using place = world(
    ['home/1.jsonl'],
    [
      ['home/.tool/transcripts', 'home'],
      ['home/.tool/all', '/'],
    ],
  )
  const tree = place.tree(['home/.tool/transcripts', 'home/.tool/all'])
  expect(filesOf(tree, place.path)).toEqual([])
  expect(tree.findings().map(({ code, message }) => [code, message.includes('it is not read')])).toEqual([
    ['link-above', true],
    ['link-above', true],
  ])
})

test('a folder that appears in another between its listing and its watching is listed, however often that happens', () => {
  using place = world(['root/0.jsonl'])
  const tree = place.tree(['root'])
  const watched = new Set<string>()
  let dirty: Set<string> | 'everything' = 'everything'
  let wakes = 0
  const folders = {
    takeDirty() {
      const taken = dirty
      dirty = new Set()
      return taken
    },
    /** As each folder begins to be watched, another appears in it of which nobody is told. */
    attend(wanted: string[]) {
      const added = wanted.filter((folder) => !watched.has(folder))
      for (const folder of added) {
        watched.add(folder)
        if (watched.size < 12) place.write(join(folder.slice(place.path.length + 1), 'deeper', `${watched.size}.jsonl`))
      }
      return added
    },
    nudge(missed: string[]) {
      wakes++
      dirty = new Set(missed)
    },
  }
  for (let before = -1; before !== wakes; ) {
    before = wakes
    tree.refresh(folders)
  }
  expect([...tree.listings().values()].flatMap((listing) => listing?.files ?? []).length).toBe(12)
})
