import { constants, Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { columnsOf, openForeign, sweepCopies } from './foreign-database.ts'
import { canBeNobody, runAsNobody } from './testing/nobody.ts'
import { temporary } from './testing/temporary.ts'

/** Another program's database with one row; `open` leaves its writer open, with its changes in the `-wal`. */
function foreign(folder: { at(...parts: string[]): string }, { journal = 'WAL', name = 'db.sqlite' } = {}) {
  const path = folder.at(name)
  const writer = new Database(path, { create: true })
  writer.run(`PRAGMA journal_mode = ${journal}`)
  writer.run('PRAGMA wal_autocheckpoint = 0')
  writer.run('CREATE TABLE words (word TEXT, at INTEGER)')
  writer.run("INSERT INTO words VALUES ('first', 1)")
  return {
    path,
    add: (word: string) => writer.run('INSERT INTO words VALUES (?, 2)', [word]),
    /** Ends like a killed program: the `-wal` stays. */
    abandon() {
      writer.fileControl(constants.SQLITE_FCNTL_PERSIST_WAL, 1)
      writer.close()
    },
    close() {
      writer.fileControl(constants.SQLITE_FCNTL_PERSIST_WAL, 0)
      writer.close(true)
    },
  }
}

function wordsIn(path: string) {
  const { database, close } = openForeign(path)
  try {
    return database
      .query<{ word: string }, []>('SELECT word FROM words')
      .all()
      .map(({ word }) => word)
  } finally {
    close()
  }
}

/** Every file of a folder with its content and the time it was last written. */
const picture = (path: string) =>
  readdirSync(path).map((file) => [file, Bun.hash(readFileSync(join(path, file))), statSync(join(path, file)).mtimeMs])

test('a database at rest is read without leaving a file behind', () => {
  using folder = temporary('foreign')
  const { path, close } = foreign(folder)
  close()
  const before = picture(folder.path)
  expect(before).toHaveLength(1)
  const { database, close: done } = openForeign(path)
  expect(database.query('SELECT * FROM words').all()).toHaveLength(1)
  expect(picture(folder.path)).toEqual(before)
  done()
  expect(picture(folder.path)).toEqual(before)
})

test('a database in use is read with what stands only in its journal', () => {
  using folder = temporary('foreign')
  const writer = foreign(folder)
  expect(wordsIn(writer.path)).toEqual(['first'])
  writer.add('second')
  expect(wordsIn(writer.path)).toEqual(['first', 'second'])
  writer.close()
})

test('the journal of a killed program is read, and neither taken in nor taken away', () => {
  using folder = temporary('foreign')
  const writer = foreign(folder)
  writer.abandon()
  const before = readFileSync(writer.path)
  const journal = readFileSync(`${writer.path}-wal`)
  expect(wordsIn(writer.path)).toEqual(['first'])
  expect(readFileSync(writer.path)).toEqual(before)
  expect(readFileSync(`${writer.path}-wal`)).toEqual(journal)
})

test('a database without a write-ahead journal is read as it is', () => {
  using folder = temporary('foreign')
  const { path, close } = foreign(folder, { journal: 'DELETE' })
  close()
  const before = picture(folder.path)
  expect(wordsIn(path)).toEqual(['first'])
  expect(picture(folder.path)).toEqual(before)
})

test('a writer goes on while we read, and we see one moment', () => {
  using folder = temporary('foreign')
  const writer = foreign(folder)
  const { database, close } = openForeign(writer.path)
  database.run('BEGIN')
  expect(database.query('SELECT word FROM words').all()).toHaveLength(1)
  writer.add('second')
  expect(database.query('SELECT word FROM words').all()).toHaveLength(1)
  database.run('COMMIT')
  expect(database.query('SELECT word FROM words').all()).toHaveLength(2)
  close()
  writer.close()
})

test('nothing can be written through it, at rest or in use', () => {
  using folder = temporary('foreign')
  const writer = foreign(folder)
  const tries = () => {
    const { database, close } = openForeign(writer.path)
    for (const sql of ['INSERT INTO words VALUES (1, 1)', 'DROP TABLE words', 'PRAGMA user_version = 9', 'VACUUM'])
      expect(() => database.run(sql)).toThrow('readonly')
    close()
  }
  tries()
  writer.close()
  tries()
})

test('names that mean something in a URI are only names', () => {
  using folder = temporary('foreign')
  for (const name of [
    'a b.sqlite',
    'a?mode=rwc.sqlite',
    'a#b.sqlite',
    'a%20b.sqlite',
    'ä€.sqlite',
    'a&immutable=1.sqlite',
  ]) {
    foreign(folder, { name }).close()
    expect([name, wordsIn(folder.at(name))]).toEqual([name, ['first']])
  }
  expect(readdirSync(folder.path)).toHaveLength(6)
})

test.if(existsSync('/proc/self/fd'))('closing lets go of every file, whatever was asked before', () => {
  using folder = temporary('foreign')
  const writer = foreign(folder)
  writer.abandon()
  const held = () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder.path)
      } catch {
        // The descriptor was closed since it was listed.
        return false
      }
    })
  for (let round = 0; round < 3; round++) {
    const { database, close } = openForeign(writer.path)
    columnsOf(database, 'words')
    database.query('SELECT * FROM words').get()
    expect(held()).not.toEqual([])
    close()
    expect(held()).toEqual([])
  }
})

test('what is no database is thrown as such, and what is not there as such', () => {
  using folder = temporary('foreign')
  writeFileSync(folder.at('text'), 'SQLite format 4, or so it says '.repeat(50))
  expect(() => wordsIn(folder.at('text'))).toThrow('not a database')
  expect(() => wordsIn(folder.at('none'))).toThrow('ENOENT')
  expect(existsSync(folder.at('none'))).toBeFalse()
})

test('the columns of a table are words; a table that is not there has none', () => {
  using folder = temporary('foreign')
  const { path, close } = foreign(folder)
  close()
  const opened = openForeign(path)
  expect([...columnsOf(opened.database, 'words')]).toEqual(['word', 'at'])
  expect([...columnsOf(opened.database, 'nowhere')]).toEqual([])
  opened.close()
})

/** Reads as the user nobody, and prints the text that was found, or the error. */
function asNobody(path: string, env: Record<string, string> = {}) {
  const script = `import { openForeign } from ${JSON.stringify(`${import.meta.dir}/foreign-database.ts`)}
    const { database, close } = openForeign(${JSON.stringify(path)})
    console.log(database.query('SELECT word FROM words').all().map(({ word }) => word).join())
    close()`
  const done = runAsNobody(script, env)
  return done.stdout.toString().trim() || done.stderr.toString()
}

test.if(canBeNobody)(
  'in a folder one may not write to, a database in use is read from a copy, and no trace stays',
  () => {
    using folder = temporary('foreign')
    using own = temporary('nobody')
    chmodSync(own.path, 0o777)
    const writer = foreign(folder)
    writer.add('second')
    for (const file of readdirSync(folder.path)) chmodSync(folder.at(file), 0o644)
    const before = picture(folder.path)
    expect(asNobody(writer.path, { TMPDIR: own.path })).toBe('first,second')
    expect(picture(folder.path)).toEqual(before)
    expect(readdirSync(own.path)).toEqual([])
    writer.close()
  },
)

test.if(canBeNobody)('in a folder one may not write to, a database at rest is read where it is', () => {
  using folder = temporary('foreign')
  foreign(folder).close()
  chmodSync(folder.at('db.sqlite'), 0o644)
  const before = picture(folder.path)
  expect(asNobody(folder.at('db.sqlite'), { TMPDIR: '/nonexistent' })).toBe('first')
  expect(picture(folder.path)).toEqual(before)
})

test.if(canBeNobody)('a database one may not read is thrown as such', () => {
  using folder = temporary('foreign')
  mkdirSync(folder.at('closed'))
  foreign(folder, { name: 'closed/db.sqlite' }).close()
  chmodSync(folder.at('closed'), 0o700)
  expect(asNobody(folder.at('closed', 'db.sqlite'))).toContain('EACCES')
})

test('copies that a killed program left behind are swept away, and nothing else', () => {
  using folder = temporary('sweep')
  const now = Date.now()
  for (const name of ['wheelhouse-read-old', 'wheelhouse-read-new', 'someone-elses']) {
    mkdirSync(folder.at(name))
    writeFileSync(folder.at(name, 'copy.sqlite'), 'x')
  }
  for (const name of ['wheelhouse-read-old', 'someone-elses'])
    utimesSync(folder.at(name), new Date(now - 7_200_000), new Date(now - 7_200_000))
  sweepCopies(now, folder.path)
  expect(readdirSync(folder.path).sort()).toEqual(['someone-elses', 'wheelhouse-read-new'])
  expect(() => sweepCopies(now, folder.at('gone'))).not.toThrow()
})
