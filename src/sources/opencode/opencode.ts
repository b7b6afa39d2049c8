import { readdirSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { Batch, CursorOf, Finding, Progress, Source, SourceReport, SourceState } from '../../facts/source.ts'
import { isLocalSessionOf } from '../../ids.ts'
import { createChangedDatabases } from '../shared/changed-databases.ts'
import { distinctFolders, shortPath, statOf } from '../shared/paths.ts'
import { createProjects } from '../shared/project.ts'
import { watchFolders } from '../shared/watch-folders.ts'
import { type Portion, type Reader, readDatabase } from './database.ts'
import { messagesFolder, readMessageFiles, sessionFolders } from './message-files.ts'

/** Files of messages are of the past, for the most part: these many folders are watched, the newest first. */
const maxWatched = 200

/** A channel has its name behind `opencode-`. */
const isDatabase = (name: string) => /^opencode(-[\w.-]+)?\.db$/.test(name)

/** opencode's stores as one source: a database for each channel, and the files that were before it. */
export function createOpencode(homes: string[], now: () => number = Date.now): Source {
  const findings = new Map<string, Finding>()
  const looks = new Map<string, string>()
  const folders = watchFolders((problem) => {
    if (problem) findings.set('watch', problem)
    else findings.delete('watch')
  })
  const reader: Reader = { projects: createProjects(), now, lively: new Map(), inDatabases: new Set() }
  const databaseLooks = createChangedDatabases(folders.lookAgain)
  let state: SourceState = 'reading'
  let detail = 'looking for opencode'

  type Piece = { path: string; bytes: number; at: number; read(): Iterable<Portion> }

  async function* read(cursorOf: CursorOf, signal: AbortSignal): AsyncGenerator<Batch> {
    const there = distinctFolders(homes)
    const files = there.flatMap((home) => sessionFolders(home).map((folder) => ({ home, folder, at: timeOf(folder) })))
    files.sort((a, b) => b.at - a.at)
    folders.attend([
      ...there,
      ...there.map(messagesFolder).filter((folder) => statOf(folder) !== undefined),
      ...files.slice(0, maxWatched).map(({ folder }) => folder),
      ...homes.filter((home) => statOf(home) === undefined).flatMap(nearest),
    ])
    const dirty = folders.takeDirty()
    const isDirty = (folder: string) => dirty === 'everything' || dirty.has(folder)

    const databases = there.flatMap((home) => databasesIn(home, isDirty(home), cursorOf))
    databases.sort((a, b) => b.at - a.at)
    const work: Piece[] = [
      ...databases,
      // Behind the databases: what was moved into one is the same answer, and the database knows its session better.
      ...files
        .filter(({ folder }, number) => isNew(folder, `${timeOf(folder)}`) || (number < maxWatched && isDirty(folder)))
        .map(({ home, folder, at }) => ({
          path: folder,
          bytes: bytesIn(folder),
          at,
          read: () => readMessageFiles(home, folder, cursorOf, reader),
        })),
    ]
    const progress: Progress = {
      files: work.length,
      filesDone: 0,
      bytes: work.reduce((sum, { bytes }) => sum + bytes, 0),
      bytesDone: 0,
    }
    for (const piece of work) {
      if (signal.aborted) return
      try {
        for (const portion of piece.read()) {
          yield { ...portion, progress }
          if (signal.aborted) return
        }
        findings.delete(piece.path)
      } catch (error) {
        noteFailure(piece.path, error)
      }
      progress.filesDone++
      progress.bytesDone += piece.bytes
      yield { unit: `${piece.path}#done`, facts: [], cursor: null, unread: [], progress }
    }
    settle(there)
  }

  function databasesIn(home: string, isDirty: boolean, cursorOf: CursorOf): Piece[] {
    let names: string[]
    try {
      names = readdirSync(home).filter(isDatabase)
    } catch (error) {
      noteFailure(home, error)
      return []
    }
    if (findings.get(home)?.code === 'not-readable') findings.delete(home)
    return names.flatMap((name) => {
      const path = join(home, name)
      const stat = statOf(path)
      if (!isDirty || !stat || !databaseLooks.isNew(path)) return []
      const bytes = stat.size
      const at = Math.max(stat.mtimeMs, statOf(`${path}-wal`)?.mtimeMs ?? 0)
      return [{ path, bytes, at, read: () => readDatabase(path, cursorOf, reader) }]
    })
  }

  function isNew(thing: string, look: string) {
    if (looks.get(thing) === look) return false
    looks.set(thing, look)
    return true
  }

  function noteFailure(path: string, error: unknown) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ENOENT') return
    looks.delete(path)
    databaseLooks.forget(path)
    const denied = code === 'EACCES' || code === 'EPERM' || code === 'SQLITE_CANTOPEN'
    findings.set(path, {
      level: 'error',
      code: denied ? 'not-readable' : 'broken',
      message: denied
        ? `${shortPath(path)} may not be read by this user.`
        : `${shortPath(path)} cannot be read: ${message}.`,
      fix: denied ? 'Start Wheelhouse as the user who runs opencode.' : 'The rest is shown.',
    })
  }

  function settle(there: string[]) {
    for (const path of findings.keys()) if (path.includes(sep) && !statOf(path)) findings.delete(path)
    if (there.length === 0) {
      state = 'absent'
      detail = `looked in ${homes.map(shortPath).join(', ') || 'no folder'}`
      findings.set('absent', {
        level: 'info',
        code: 'not-found',
        message:
          homes.length === 0 ? 'opencode is switched off.' : `No opencode at ${homes.map(shortPath).join(', ')}.`,
        fix: 'If it keeps its data elsewhere, set OPENCODE_DATA_DIR to that folder.',
      })
      return
    }
    findings.delete('absent')
    state = [...findings.values()].some(({ level }) => level === 'error') ? 'trouble' : 'ok'
    const sessions = reader.inDatabases.size
    detail = `${sessions} ${sessions === 1 ? 'session' : 'sessions'} in ${there.map(shortPath).join(', ')}`
  }

  return {
    runtime: 'opencode',
    read,
    watch: folders.watch,
    report: (): SourceReport => ({ runtime: 'opencode', state, detail, findings: [...findings.values()] }),
    transcript: (_cursorOf, sessionId) =>
      isLocalSessionOf('opencode', sessionId)
        ? { kind: 'missing', reason: 'What a transcript of opencode says is not read yet, only what it cost.' }
        : undefined,
  }
}

/** Where to wait for a folder that is not there yet: the one above it, if there is one. */
const nearest = (folder: string) => (statOf(dirname(folder)) ? [dirname(folder)] : [])

const timeOf = (path: string) => statOf(path)?.mtimeMs ?? 0

function bytesIn(folder: string) {
  try {
    return readdirSync(folder).reduce((sum, name) => sum + (statOf(join(folder, name))?.size ?? 0), 0)
  } catch {
    // Reading it says what is wrong with it.
    return 0
  }
}
