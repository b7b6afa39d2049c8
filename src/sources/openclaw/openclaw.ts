import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { AgentFact } from '../../facts/fact.ts'
import type { Batch, CursorOf, Finding, Progress, Source, SourceReport, SourceState } from '../../facts/source.ts'
import { isLocalSessionOf } from '../../ids.ts'
import { createChangedDatabases } from '../shared/changed-databases.ts'
import { distinctFolders, fingerprintOf, shortPath, statOf } from '../shared/paths.ts'
import { watchFolders } from '../shared/watch-folders.ts'
import type { KeptConfigs } from './config.ts'
import { type Home, visitHome } from './home.ts'
import { readTranscript } from './read-transcript.ts'
import {
  agentDatabasePath,
  knownAgentSchema,
  type Portion,
  type ReadLog,
  readAgentDatabase,
  schemaVersionOf,
} from './stores/agent-database.ts'
import { readCronFiles, readSessionsFile, sessionsFolder } from './stores/legacy-files.ts'
import { holdsJobs, knownStateSchema, readStateDatabase, stateDatabasePath } from './stores/state-database.ts'
import { readName, readTranscriptFile } from './stores/transcript-file.ts'

export type OpenClawPlaces = {
  /** State directories, in the order they were named. */
  homes: string[]
  /** A configuration file named apart from the home. */
  configPath: string | null
}

/**
 * OpenClaw's stores of every era as one source: SQLite since 2026.7.2, JSONL before, both in a home that was moved
 * half way. A pass goes from the newest written thing to the oldest; what a store cannot tell stays unsaid.
 */
export function createOpenClaw(
  { homes, configPath }: OpenClawPlaces,
  beside: { findings: () => Finding[] } = { findings: () => [] },
) {
  const findings = new Map<string, Finding>()
  const signatures = new Map<string, string>()
  const said: ReadLog = {
    isNew(thing, signature) {
      if (signatures.get(thing) === signature) return false
      signatures.set(thing, signature)
      return true
    },
    latest: new Map(),
  }
  let state: SourceState = 'reading'
  let detail = 'looking for homes'
  const eras = new Set<string>()
  const configs: KeptConfigs = new Map()
  /** The homes of the last pass, by path. */
  const known = new Map<string, Home>()
  const folders = watchFolders((problem) => {
    if (problem) findings.set('watch', problem)
    else findings.delete('watch')
  })

  const databaseLooks = createChangedDatabases(folders.lookAgain)

  const source: Source = {
    runtime: 'openclaw',
    read,
    report: (): SourceReport => ({
      runtime: 'openclaw',
      state,
      detail,
      findings: [...findings.values(), ...beside.findings()],
    }),
    watch: folders.watch,
    work: () => ({ entries: 0, bytes: 0 }),
    transcript(cursorOf, sessionId, query) {
      if (!isLocalSessionOf('openclaw', sessionId)) return undefined
      return readTranscript(visit(distinctFolders(homes), cursorOf).visited, sessionId, query)
    },
  }

  return {
    ...source,

    /** How a home's names become ours; undefined before it was read. */
    namesOf(path: string) {
      const home = known.get(path)
      return home && { ...home, agentIds: () => home.agentNames.map(home.agentId) }
    },

    /** Somebody knows that the stores of an agent (null: of the home) hold something new. */
    nudge(path: string, agent: string | null) {
      if (agent === null) return folders.nudge([join(path, 'state'), join(path, 'cron')])
      const folder = join(path, 'agents', agent)
      folders.nudge([join(folder, 'agent'), sessionsFolder(path, agent), join(path, 'state')])
    },
  }

  /** The homes that are there, and the names their agents have in ours. */
  function visit(there: string[], cursorOf: CursorOf) {
    const suffixes = suffixesFor(there, (cursorOf('homes') ?? {}) as Record<string, string>)
    // A configuration named apart belongs to the home that was named first.
    const visited = there.map((path, number) =>
      visitHome(path, suffixes.byHome[path]!, number === 0 ? configPath : null, configs),
    )
    return { suffixes, visited }
  }

  async function* read(cursorOf: CursorOf, signal: AbortSignal): AsyncGenerator<Batch> {
    const there = distinctFolders(homes)
    const progress: Progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
    const { suffixes, visited } = visit(there, cursorOf)
    for (const home of visited) known.set(home.path, home)
    // Attended to before looking: what happens from here on wakes us again.
    const awaited = there.length === 0 ? homes.map((home) => dirname(home)).filter((folder) => existsSync(folder)) : []
    folders.attend([...visited.flatMap(foldersOf), ...awaited])
    const dirty = folders.takeDirty()
    const work = visited.flatMap((home) => workIn(home, cursorOf, dirty))
    work.sort((a, b) => b.at - a.at)
    progress.files = work.length
    progress.bytes = work.reduce((sum, piece) => sum + piece.bytes, 0)

    if (suffixes.changed) yield { unit: 'homes', facts: [], cursor: suffixes.byHome, unread: [], progress }
    for (const home of visited) {
      if (signal.aborted) return
      noteConfig(home)
      const unit = `${home.path}#agents`
      const facts = agentFacts(home, (cursorOf(unit) ?? []) as string[]).filter((fact) =>
        said.isNew(`agent ${fact.id}`, JSON.stringify(fact)),
      )
      if (facts.length > 0) yield { unit, facts, cursor: home.agentNames, unread: [], progress }
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
      if (piece.isLastOfFile) yield { unit: `${piece.path}#done`, facts: [], cursor: null, unread: [], progress }
    }
    settle(there, visited)
  }

  type Piece = { path: string; bytes: number; at: number; isLastOfFile: boolean; read(): Iterable<Portion> }

  /** Everything in a home that may hold something new, with what it weighs and when it was last written. */
  function workIn(home: Home, cursorOf: CursorOf, dirty: Set<string> | 'everything'): Piece[] {
    const pieces: Piece[] = []
    const touched = (folder: string) => dirty === 'everything' || dirty.has(folder)
    const add = (path: string, read: () => Iterable<Portion>) => {
      const stat = statOf(path)
      const journal = statOf(`${path}-wal`)
      if (!stat) return
      pieces.push({
        path,
        bytes: stat.size,
        at: Math.max(stat.mtimeMs, journal?.mtimeMs ?? 0),
        isLastOfFile: true,
        read,
      })
    }

    for (const agent of home.agentNames) {
      const database = agentDatabasePath(home.path, agent)
      if (existsSync(database)) {
        if (touched(dirname(database)) && databaseLooks.isNew(database))
          add(database, () => readAgentDatabase(home, agent, cursorOf, said))
        noteSchema(database, knownAgentSchema)
      }
      const folder = sessionsFolder(home.path, agent)
      if (!touched(folder)) continue
      for (const file of listing(folder)) {
        const name = readName(file)
        const path = join(folder, file)
        if (file === 'sessions.json') add(path, () => readSessionsFile(home, agent, said))
        else if (name && isNewFile(path)) add(path, () => readTranscriptFile(home, agent, path, cursorOf))
        if (name?.shape === 'live') eras.add('JSONL')
      }
      for (const file of listing(join(folder, 'cold')))
        if (file.endsWith('.jsonl.zst') && isNewFile(join(folder, 'cold', file)))
          add(join(folder, 'cold', file), () => readTranscriptFile(home, agent, join(folder, 'cold', file), cursorOf))
    }
    const stateDatabase = stateDatabasePath(home.path)
    if (existsSync(stateDatabase)) {
      if (touched(dirname(stateDatabase)) && databaseLooks.isNew(stateDatabase))
        add(stateDatabase, () => readStateDatabase(home, cursorOf, said))
      noteSchema(stateDatabase, knownStateSchema)
    }
    const cron = join(home.path, 'cron')
    if (existsSync(cron) && (touched(cron) || touched(join(cron, 'runs'))))
      pieces.push({
        path: cron,
        bytes: 0,
        at: 0,
        isLastOfFile: true,
        read: () => readCronFiles(home, cursorOf, said, holdsJobs(stateDatabase)),
      })
    return pieces
  }

  /** A file that did not change since this program last looked at it has nothing to say. */
  function isNewFile(path: string) {
    return statOf(path) !== undefined && said.isNew(`stat ${path}`, fingerprintOf(path))
  }

  function noteSchema(path: string, known: number) {
    try {
      const stat = statOf(path)
      if (!stat || !said.isNew(`schema ${path}`, `${stat.ino} ${stat.mtimeMs}`)) return
      const version = schemaVersionOf(path)
      if (known === knownAgentSchema) eras.add(`SQLite schema ${version}`)
      if (version !== null && version > known)
        findings.set(`schema ${path}`, {
          level: 'warn',
          code: 'schema-unknown',
          message: `${shortPath(path)} has schema ${version}; this Wheelhouse knows schemas up to ${known}. What its columns still tell is shown.`,
          fix: 'Update Wheelhouse if numbers look incomplete.',
        })
      else findings.delete(`schema ${path}`)
    } catch {
      // Reading the file itself reports what is wrong with it.
    }
  }

  function noteConfig(home: Home) {
    const { problem } = home.config
    if (problem)
      findings.set(`config ${home.path}`, {
        level: 'warn',
        code: 'config-unreadable',
        message: problem,
        fix: 'Names and prices of agents come from it; mend the file with `openclaw config validate`.',
      })
    else findings.delete(`config ${home.path}`)
  }

  function noteFailure(path: string, error: unknown) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ENOENT') return
    signatures.delete(`stat ${path}`)
    databaseLooks.forget(path)
    const denied = code === 'EACCES' || code === 'EPERM'
    findings.set(path, {
      level: 'error',
      code: denied ? 'not-readable' : 'broken',
      message: denied
        ? `${shortPath(path)} may not be read by this user.`
        : `${shortPath(path)} cannot be read: ${message}`,
      fix: denied
        ? 'Start Wheelhouse as the user who runs OpenClaw.'
        : 'The rest is shown; run `openclaw doctor` on that home.',
    })
  }

  function settle(there: string[], visited: Home[]) {
    if (there.length === 0) {
      state = 'absent'
      detail = `looked in ${homes.map(shortPath).join(', ')}`
      findings.set('absent', {
        level: 'info',
        code: 'not-found',
        message: `No OpenClaw home at ${homes.map(shortPath).join(', ')}.`,
        fix: 'If it lives elsewhere, set OPENCLAW_STATE_DIR to its state directory.',
      })
      return
    }
    findings.delete('absent')
    // What is gone cannot be wrong any more.
    for (const key of findings.keys()) if (isAbsolute(key) && !existsSync(key)) findings.delete(key)
    for (const folder of visited.flatMap(foldersOf))
      if (!mayList(folder)) noteFailure(folder, { code: 'EACCES', message: '' })
      else if (findings.get(folder)?.code === 'not-readable') findings.delete(folder)
    const agents = visited.reduce((sum, home) => sum + home.agentNames.length, 0)
    state = [...findings.values()].some((finding) => finding.level === 'error') ? 'trouble' : 'ok'
    const eraNames = [...eras].sort()
    detail = `${agents} ${agents === 1 ? 'agent' : 'agents'} in ${there.map(shortPath).join(', ')}${eraNames.length > 0 ? `: ${eraNames.join(', ')}` : ''}`
  }
}

/** The agents there are, and those of `before` that are gone. */
function agentFacts(home: Home, before: string[]): AgentFact[] {
  const gone = mayList(join(home.path, 'agents')) ? before.filter((name) => !home.agentNames.includes(name)) : []
  const there = home.agentNames.map((name) => {
    const known = home.config.agents.get(name)
    return {
      kind: 'agent' as const,
      id: home.agentId(name),
      runtime: 'openclaw' as const,
      name: known?.name ?? name,
      emoji: known?.emoji ?? '',
      ...(known?.model ? { model: known.model } : {}),
      present: true,
    }
  })
  return [...there, ...gone.map((name) => goneAgent(home.agentId(name)))]
}

const goneAgent = (id: string): AgentFact => ({ kind: 'agent', id, runtime: 'openclaw', present: false })

/** The folders in which something can happen to a home. */
function foldersOf(home: Home): string[] {
  const agents = home.agentNames.flatMap((agent) => [
    join(home.path, 'agents', agent),
    join(home.path, 'agents', agent, 'agent'),
    sessionsFolder(home.path, agent),
  ])
  return [
    home.path,
    join(home.path, 'agents'),
    join(home.path, 'state'),
    join(home.path, 'cron'),
    join(home.path, 'cron', 'runs'),
    ...agents,
  ].filter(existsSync)
}

/** The first home ever seen keeps plain ids; each further one gets a short suffix of its own, once and for ever. */
export function suffixesFor(
  homes: string[],
  kept: Record<string, string>,
): { byHome: Record<string, string>; changed: boolean } {
  const byHome = { ...kept }
  for (const home of homes)
    if (byHome[home] === undefined) {
      const taken = Object.values(byHome).includes('')
      byHome[home] = taken ? `-${createHash('sha256').update(home).digest('hex').slice(0, 6)}` : ''
    }
  return { byHome, changed: Object.keys(byHome).length !== Object.keys(kept).length }
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // Not there, or not readable: settle() says so for the home as a whole.
    return []
  }
}

function mayList(folder: string) {
  try {
    readdirSync(folder)
    return true
  } catch {
    return false
  }
}
