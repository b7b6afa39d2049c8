import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporary } from '../lib/testing/temporary.ts'
import { putBack, swap } from './swap.ts'

/** A data folder with old files, new ones beside them, and a configuration elsewhere. */
function place() {
  const folder = temporary('swap')
  const put = (name: string, text: string) => {
    mkdirSync(join(folder.at(name), '..'), { recursive: true })
    writeFileSync(folder.at(name), text)
  }
  put('data/a.sqlite', 'old a')
  put('data/a.sqlite-wal', 'old wal')
  put('data/sprites/one.png', 'old one')
  put('data/restoring/new/a.sqlite', 'new a')
  put('data/restoring/new/b.sqlite', 'new b')
  put('data/restoring/new/sprites/two.png', 'new two')
  put('etc/config.toml', 'old config')
  put('etc/config.toml.restoring', 'new config')
  const restoring = folder.at('data/restoring')
  const aside = folder.at('data/before')
  const changes = [
    { to: folder.at('data/a.sqlite-wal'), from: null, aside: join(aside, 'a.sqlite-wal') },
    ...['a.sqlite', 'b.sqlite', 'sprites'].map((name) => ({
      to: folder.at('data', name),
      from: join(restoring, 'new', name),
      aside: join(aside, name),
    })),
    {
      to: folder.at('etc/config.toml'),
      from: folder.at('etc/config.toml.restoring'),
      aside: folder.at('etc/config.toml.old'),
    },
  ]
  return { ...folder, restoring, changes }
}

/** Every file below a folder with its text. */
function filesIn(folder: string, below = ''): Record<string, string> {
  return Object.assign(
    {},
    ...readdirSync(join(folder, below), { withFileTypes: true }).map((entry) => {
      const name = join(below, entry.name)
      return entry.isDirectory() ? filesIn(folder, name) : { [name]: readFileSync(join(folder, name), 'utf8') }
    }),
  )
}

const before = {
  'data/a.sqlite': 'old a',
  'data/a.sqlite-wal': 'old wal',
  'data/sprites/one.png': 'old one',
  'etc/config.toml': 'old config',
}

test('new files come into the place of the old ones, which are kept aside', () => {
  using at = place()
  swap(at.restoring, at.changes)
  expect(filesIn(at.path)).toEqual({
    'data/a.sqlite': 'new a',
    'data/b.sqlite': 'new b',
    'data/sprites/two.png': 'new two',
    'data/before/a.sqlite': 'old a',
    'data/before/a.sqlite-wal': 'old wal',
    'data/before/sprites/one.png': 'old one',
    'etc/config.toml': 'new config',
    'etc/config.toml.old': 'old config',
  })
})

test('what fails at any step is put back before it is thrown', () => {
  for (let failing = 0; failing < 11; failing++) {
    using at = place()
    const pace = (step: number) => {
      if (step === failing) throw new Error('the disk is gone')
    }
    expect(() => swap(at.restoring, at.changes, pace)).toThrow('the disk is gone')
    expect({ failing, files: filesIn(at.path) }).toEqual({ failing, files: before })
    expect(existsSync(at.at('data/before'))).toBe(false)
  }
})

const killed = (at: ReturnType<typeof place>, step: number) =>
  Bun.spawnSync([
    process.execPath,
    '-e',
    `import { swap } from ${JSON.stringify(`${import.meta.dir}/swap.ts`)}
     swap(${JSON.stringify(at.restoring)}, ${JSON.stringify(at.changes)}, (step) => {
       if (step === ${step}) process.kill(process.pid, 'SIGKILL')
     })`,
  ])

test('killed at any step, all of it is put back later, also where that is killed as well', () => {
  for (let step = 0; step < 11; step++) {
    using at = place()
    expect(killed(at, step).signalCode).toBe('SIGKILL')
    const journal = readFileSync(join(at.restoring, 'journal.json'))
    expect(putBack(at.restoring)).toBe(true)
    expect({ step, files: filesIn(at.path) }).toEqual({ step, files: before })
    // Cut off at its very end, putting back finds its journal once more.
    mkdirSync(at.restoring)
    writeFileSync(join(at.restoring, 'journal.json'), journal)
    putBack(at.restoring)
    expect({ step, files: filesIn(at.path) }).toEqual({ step, files: before })
  }
})

test('what was only prepared is removed, and nothing goes back', () => {
  using at = place()
  expect(putBack(at.restoring)).toBe(false)
  expect(existsSync(at.restoring)).toBe(false)
  expect(readFileSync(at.at('data/a.sqlite'), 'utf8')).toBe('old a')
})
