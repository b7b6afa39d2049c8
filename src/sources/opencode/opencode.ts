import { join } from 'node:path'
import type { ReadingLimits, Source } from '../../facts/source.ts'
import { isLocalSessionOf } from '../../ids.ts'
import { distinctFolders, fingerprintOf, isClosed, namesIn, shortPath, statOf } from '../common/paths.ts'
import { filesLeftOut, readingLimits } from '../common/reading-limits.ts'
import { createSourcePass, type Pass, type Survey } from '../common/source-pass.ts'
import { databaseUnit, newestFirst, type Unit } from '../common/unit.ts'
import { readDatabase } from './database.ts'
import { messagesFolder, readMessageFiles, sessionFolders } from './message-files.ts'
import { createMemory, type Reading } from './reading.ts'
import { transcriptIn } from './transcript/stores.ts'

/** Files of messages belong mostly to the past: only so many of their folders are watched, the newest. */
const maxWatched = 200

/** The name of a release channel stands behind `opencode-`. */
const isDatabase = (name: string) => /^opencode(-[\w.-]+)?\.db$/.test(name)

type Settings = {
  /** Data folders. */
  homes: string[]
  /** The files of its configuration that hold for all folders, in the order in which they are merged. */
  configs?: string[] | undefined
  now?: () => number
  limits?: Partial<ReadingLimits> | undefined
}

/** opencode's stores as one source: a database for each release channel, and the files of messages from before. */
export function createOpencode({ homes, configs = [], now = Date.now, limits: stated }: Settings): Source {
  const limits = readingLimits(stated)
  const memory = createMemory(now, configs)
  const { source } = createSourcePass({
    runtime: 'opencode',
    name: 'opencode',
    places: homes,
    fixes: {
      absent: 'If it keeps its data elsewhere, set OPENCODE_DATA_DIR to that folder.',
      broken: 'The rest is shown.',
    },
    survey,
  })

  function survey({ cursorOf, folders, work }: Pass): Survey {
    const there = distinctFolders(homes)
    const sessions = there
      .flatMap((home) => sessionFolders(home).map((folder) => ({ home, folder, at: statOf(folder)?.mtimeMs ?? 0 })))
      .sort((a, b) => b.at - a.at)
    const leftOut = sessions.splice(limits.files).length
    const watched = [
      ...there,
      ...there.map(messagesFolder).filter((folder) => statOf(folder) !== undefined),
      ...sessions.slice(0, maxWatched).map(({ folder }) => folder),
    ]
    folders.attend(watched, homes)
    const dirty = folders.takeDirty()
    const isDirty = (folder: string) => dirty === 'everything' || dirty.has(folder)
    const reading: Reading = { ...memory, cursorOf, work }

    const databases = there
      .filter(isDirty)
      .flatMap((home) => databasesIn(home).flatMap((path) => databaseUnit(path, () => readDatabase(path, reading))))
    const messages = sessions.map(
      ({ home, folder, at }, number): Unit => ({
        path: folder,
        size: () => bytesIn(folder),
        at,
        // A file that is rewritten in place leaves its folder as it was: a watched folder is read at every event.
        fingerprint: number < maxWatched && isDirty(folder) ? null : fingerprintOf(folder),
        read: () => readMessageFiles(home, folder, reading),
      }),
    )
    return {
      // Databases come first: a message that was moved into one is the same answer, and the database knows its session better.
      units: [...newestFirst(databases), ...messages],
      summarize: () => ({
        isThere: there.length > 0,
        detail: `${counted(memory.inDatabases.size)} in ${there.map(shortPath).join(', ')}`,
        deniedFolders: there.filter(isClosed),
        findings: [...filesLeftOut(leftOut, homes, limits), ...memory.prices.findings()],
      }),
    }
  }

  return {
    ...source,
    transcript(cursorOf, sessionId) {
      if (!isLocalSessionOf('opencode', sessionId)) return undefined
      const places = () => {
        const there = distinctFolders(homes)
        return { homes: there, databases: there.flatMap(databasesIn), cursorOf, now }
      }
      return transcriptIn(places, sessionId)
    },
  }
}

const counted = (sessions: number) => `${sessions} ${sessions === 1 ? 'session' : 'sessions'}`

const databasesIn = (home: string) =>
  namesIn(home)
    .filter(isDatabase)
    .map((name) => join(home, name))

const bytesIn = (folder: string) =>
  namesIn(folder).reduce((sum, name) => sum + (statOf(join(folder, name))?.size ?? 0), 0)
