import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AgentFact } from '../../facts/fact.ts'
import type { CursorOf, Finding, ReadingLimits, Source } from '../../facts/source.ts'
import { isLocalSessionOf } from '../../ids.ts'
import { sha256 } from '../../lib/crypto.ts'
import { distinctFolders, isClosed, namesIn, shortPath } from '../common/paths.ts'
import { filesLeftOut, readingLimits } from '../common/reading-limits.ts'
import { createSourcePass, type Pass, type Summary, type Survey } from '../common/source-pass.ts'
import { databaseUnit, fileUnit, newestFirst, type Portion, type Unit } from '../common/unit.ts'
import type { ConfigCache } from './config.ts'
import { type Home, visitHome } from './home.ts'
import { agentDatabasePath, readAgentDatabase } from './stores/agent-database.ts'
import { cronUnits } from './stores/cron-files.ts'
import { createReadLog, type Reading } from './stores/read-log.ts'
import { createSchemaCheck } from './stores/schema.ts'
import { sessionsFileUnit, sessionsFolder } from './stores/sessions-file.ts'
import { holdsJobs, readStateDatabase, stateDatabasePath } from './stores/state-database.ts'
import { readName, readTranscriptFile } from './stores/transcript-file.ts'
import { transcriptIn } from './transcript/stores.ts'

type OpenClawPlaces = {
  /** State directories, in the order they were named. */
  homes: string[]
  /** A configuration file named apart from the home. */
  configPath: string | null
}

/**
 * OpenClaw's stores of every era as one source: SQLite since 2026.7.2, JSONL before, both in a home that was moved
 * half way. `gateways` adds findings about the gateways of these homes.
 */
export function createOpenClaw(
  { homes, configPath }: OpenClawPlaces,
  gateways: { findings: () => Finding[] } = { findings: () => [] },
  stated: Partial<ReadingLimits> = {},
) {
  const limits = readingLimits(stated)
  const log = createReadLog()
  const schemas = createSchemaCheck()
  const configs: ConfigCache = new Map()
  const eras = new Set<string>()
  /** How many transcripts of a folder are beyond the limit. */
  const leftOut = new Map<string, number>()
  /** The homes of the last pass, by path. */
  const known = new Map<string, Home>()
  const { source: pass, wakeFor } = createSourcePass({
    runtime: 'openclaw',
    name: 'OpenClaw',
    thing: 'OpenClaw home',
    places: homes,
    fixes: {
      absent: 'If it lives elsewhere, set OPENCLAW_STATE_DIR to its state directory.',
      broken: 'The rest is shown; run `openclaw doctor` on that home.',
    },
    survey,
  })

  const source: Source = {
    ...pass,
    report() {
      const report = pass.report()
      return { ...report, findings: [...report.findings, ...gateways.findings()] }
    },
    transcript(cursorOf, sessionId) {
      if (!isLocalSessionOf('openclaw', sessionId)) return undefined
      return transcriptIn(() => visit(distinctFolders(homes), cursorOf).visited, sessionId)
    },
  }

  return {
    ...source,

    /** The names of a home and its agents in our ids; undefined before the home was read. */
    namesOf(path: string) {
      const home = known.get(path)
      return home && { ...home, agentIds: () => home.agentNames.map(home.agentId) }
    },

    /** Wakes the source because the stores of an agent (null: of the home itself) hold something new. */
    nudge(path: string, agent: string | null) {
      if (agent === null) return wakeFor([join(path, 'state'), join(path, 'cron')])
      const folder = join(path, 'agents', agent)
      wakeFor([join(folder, 'agent'), sessionsFolder(path, agent), join(path, 'state')])
    },
  }

  /** The homes that are there, and the suffixes that tell their agents apart. */
  function visit(there: string[], cursorOf: CursorOf) {
    const suffixes = suffixesFor(there, (cursorOf('homes') ?? {}) as Record<string, string>)
    // A configuration named apart belongs to the home that was named first.
    const visited = there.map((path, number) =>
      visitHome(path, suffixes.byHome[path]!, number === 0 ? configPath : null, configs),
    )
    return { suffixes, visited }
  }

  function survey({ cursorOf, folders, work }: Pass): Survey {
    const there = distinctFolders(homes)
    const { suffixes, visited } = visit(there, cursorOf)
    for (const home of visited) known.set(home.path, home)
    // Folders are watched before they are listed, so that a change in between wakes us again.
    const wanted = visited.flatMap(foldersOf)
    folders.attend(wanted.filter(existsSync), [...homes, ...wanted])
    const dirty = folders.takeDirty()
    const isTouched = (folder: string) => dirty === 'everything' || dirty.has(folder)
    const reading: Reading = { cursorOf, work, log, limits }

    function* preface(): Generator<Portion> {
      if (suffixes.changed) yield { unit: 'homes', facts: [], cursor: suffixes.byHome, unread: [] }
      for (const home of visited) {
        const unit = `${home.path}#agents`
        const facts = agentFacts(home, (cursorOf(unit) ?? []) as string[]).filter((fact) =>
          log.isNew(`agent ${fact.id}`, JSON.stringify(fact)),
        )
        if (facts.length > 0) yield { unit, facts, cursor: home.agentNames, unread: [] }
      }
    }

    return {
      units: newestFirst(visited.flatMap((home) => unitsIn(home, isTouched, reading))),
      preface,
      summarize: () => summarize(visited),
    }
  }

  /** Everything in a home that may hold something new. */
  function unitsIn(home: Home, isTouched: (folder: string) => boolean, reading: Reading): Unit[] {
    const units: Unit[] = []
    for (const agent of home.agentNames) {
      const database = agentDatabasePath(home.path, agent)
      if (isTouched(dirname(database)))
        units.push(...databaseUnit(database, () => readAgentDatabase(home, agent, reading)))
      const folder = sessionsFolder(home.path, agent)
      if (isTouched(folder)) units.push(...sessionUnits(home, agent, folder, reading))
    }
    const state = stateDatabasePath(home.path)
    if (isTouched(dirname(state))) units.push(...databaseUnit(state, () => readStateDatabase(home, reading)))
    const cron = join(home.path, 'cron')
    if (isTouched(cron) || isTouched(join(cron, 'runs')))
      units.push(...cronUnits(home, reading, () => holdsJobs(state)))
    return units
  }

  function sessionUnits(home: Home, agent: string, folder: string, reading: Reading): Unit[] {
    const files = namesIn(folder)
    const transcripts = files.filter((file) => readName(file) !== undefined)
    leftOut.set(folder, transcripts.splice(limits.files).length)
    if (transcripts.some((file) => readName(file)?.shape === 'live')) eras.add('JSONL')
    const cold = namesIn(join(folder, 'cold')).filter((file) => file.endsWith('.jsonl.zst'))
    return [
      ...sessionsFileUnit(home, agent, files, reading),
      ...[...transcripts, ...cold.map((file) => join('cold', file))].flatMap((file) => {
        const path = join(folder, file)
        return fileUnit(path, () => readTranscriptFile(home, agent, path, reading))
      }),
    ]
  }

  function summarize(visited: Home[]): Summary {
    const agents = visited.reduce((sum, { agentNames }) => sum + agentNames.length, 0)
    const { findings, versions } = schemas.check(visited)
    const eraNames = [...eras, ...versions.map((version) => `SQLite schema ${version}`)].sort()
    const where = visited.map(({ path }) => shortPath(path)).join(', ')
    return {
      isThere: visited.length > 0,
      detail: `${agents} ${agents === 1 ? 'agent' : 'agents'} in ${where}${eraNames.length > 0 ? `: ${eraNames.join(', ')}` : ''}`,
      deniedFolders: visited.flatMap(foldersOf).filter((folder) => existsSync(folder) && isClosed(folder)),
      findings: [
        ...findings,
        ...[...leftOut].flatMap(([folder, count]) => filesLeftOut(count, [folder], limits)),
        ...visited.flatMap(({ config }) => (config.problem ? [configFinding(config.problem)] : [])),
        ...visited.flatMap(({ path, config }) =>
          config.refused.length > 0 ? [priceFinding(path, config.refused)] : [],
        ),
      ],
    }
  }
}

const configFinding = (problem: string): Finding => ({
  level: 'warn',
  code: 'config-unreadable',
  message: problem,
  fix: 'Names and prices of agents come from it; repair the file with `openclaw config validate`.',
})

const priceFinding = (home: string, [first = '', ...others]: string[]): Finding => ({
  level: 'warn',
  code: 'prices-refused',
  message: `The configuration of ${shortPath(home)} states ${others.length === 0 ? 'a price' : `${others.length + 1} prices`} that no model has (${first.slice(0, 100)}); the usual ${others.length === 0 ? 'one is' : 'ones are'} taken instead.`,
  fix: 'Correct `cost` in `models.providers` of openclaw.json: US dollars for a million tokens.',
})

/** The agents there are, and those of `before` that are gone. */
function agentFacts(home: Home, before: string[]): AgentFact[] {
  const folder = join(home.path, 'agents')
  const isListed = existsSync(folder) && !isClosed(folder)
  const gone = isListed ? before.filter((name) => !home.agentNames.includes(name)) : []
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

/** The folders of a home that are watched once they are there. */
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
  ]
}

/** The suffix of each home: the first home ever seen has none, each further one a short hash that never changes. */
export function suffixesFor(
  homes: string[],
  stored: Record<string, string>,
): { byHome: Record<string, string>; changed: boolean } {
  const byHome = { ...stored }
  for (const home of homes)
    if (byHome[home] === undefined) {
      const taken = Object.values(byHome).includes('')
      byHome[home] = taken ? `-${sha256(home).slice(0, 6)}` : ''
    }
  return { byHome, changed: Object.keys(byHome).length !== Object.keys(stored).length }
}
