import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import type { AgentFact, Fact, SessionFact, UsageFact } from '../../facts/fact.ts'
import type { Source } from '../../facts/source.ts'
import { makeSessionId } from '../../ids.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { createFileSource, type Dialect, type Place } from '../shared/file-source.ts'
import { safeId } from '../shared/parse-values.ts'
import { statOf } from '../shared/paths.ts'
import { agentIn, createProjects, type Project, slugOf } from '../shared/project.ts'
import { type Answer, freshState, hasPriority, type ParserState, releaseInTime, takeEntry } from './entry.ts'

/** Codex: what its command line and its apps leave in the folders of its homes. */
export const createCodex = (homes: string[], now: () => number = Date.now): Source =>
  createFileSource(codexDialect(homes, now), { now })

/** Who works in a directory, and what that is called in ids. */
type Owner = { project: Project; agent: AgentFact; slug: string }

const maxOwners = 5_000

export function codexDialect(homes: string[], now: () => number): Dialect<ParserState> {
  const projects = createProjects()
  const isFastIn = createTiers(now)

  const owners = new Map<string, Owner>()
  const ownerOf = ({ cwd }: ParserState, { root }: Place): Owner => {
    const key = cwd ?? root
    let owner = owners.get(key)
    if (!owner) {
      const project = cwd === null ? { path: join(root, '..'), name: 'Codex' } : projects.of(cwd)
      owner = { project, agent: agentIn('codex', project), slug: slugOf(project) }
      if (owners.size >= maxOwners) owners.clear()
      owners.set(key, owner)
    }
    return owner
  }

  const said = (answers: Answer[], thread: ParserState, place: Place): UsageFact[] => {
    if (answers.length === 0) return []
    const { agent, slug } = ownerOf(thread, place)
    const sessionId = makeSessionId({ runtime: 'codex', agent: slug, uuid: safeId(thread.id) })
    return answers.map((answer) => ({ kind: 'usage', runtime: 'codex', agentId: agent.id, sessionId, ...answer }))
  }

  return {
    runtime: 'codex',
    name: 'Codex',
    roots: homes.flatMap((home) => [join(home, 'sessions'), join(home, 'archived_sessions')]),
    fix: 'Set CODEX_HOME, or codex.dirs in config.toml.',
    isTranscript: (inside) => inside.endsWith('.jsonl'),
    begin: (place) => freshState(idFrom(place)),
    marks: [
      '"token_count"',
      '"token_usage_record"',
      '"turn_context"',
      '"session_meta"',
      '"thread_settings_applied"',
      '"thread.started"',
      '"usage"',
    ],

    take(line, thread, place) {
      const around = { now: now(), writtenAt: () => statOf(place.path)?.mtimeMs, fast: isFastIn(place.root) }
      const { answers, reason } = takeEntry(line, thread, around)
      const facts = said(answers, thread, place)
      return reason === undefined ? { facts } : { facts, reason }
    },

    settle(thread, place, at) {
      const answers = releaseInTime(thread, at)
      return answers === 'later' ? answers : said(answers, thread, place)
    },

    conclude(thread, place) {
      const { limits } = thread
      thread.limits = []
      if (!thread.isNamed && thread.lastAt === null) return limits
      const owner = ownerOf(thread, place)
      return [owner.agent, sessionOf(thread, owner), ...limits] satisfies Fact[]
    },

    pick: withoutArchivedTwins,

    concern: {
      of: ({ assumed }) => assumed,
      finding: (transcripts) => ({
        level: 'info',
        code: 'model-assumed',
        message: `${transcripts === 1 ? 'One transcript' : `${transcripts} transcripts`} of Codex name${transcripts === 1 ? 's' : ''} no model for some answers: they are priced as gpt-5.`,
        fix: null,
      }),
    },
  }
}

function sessionOf(thread: ParserState, { agent, project, slug }: Owner): SessionFact {
  const isWaiting = thread.stopReason === 'toolUse'
  return {
    kind: 'session',
    id: makeSessionId({ runtime: 'codex', agent: slug, uuid: safeId(thread.id) }),
    runtime: 'codex',
    agentId: agent.id,
    key: thread.id,
    sessionKind: thread.parentId === null ? 'direct' : 'subagent',
    projectPath: project.path,
    stopReason: thread.stopReason,
    openTool: isWaiting ? (thread.openTools.at(-1)?.[1] ?? '') : '',
    ...(thread.parentId && { parentKey: thread.parentId }),
    ...(thread.firstPrompt !== null && { firstPrompt: thread.firstPrompt }),
    ...(thread.model !== null && { model: thread.model }),
    ...(thread.branch !== null && { branch: thread.branch }),
    ...(thread.startedAt !== null && { startedAt: thread.startedAt }),
    ...(thread.lastAt !== null && { lastAt: thread.lastAt }),
    ...(thread.lastRole && { lastRole: thread.lastRole }),
    ...(thread.contextTokens !== null && { contextTokens: thread.contextTokens }),
    ...(thread.contextLimit !== null && { contextLimit: thread.contextLimit }),
  }
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/

/** A transcript that does not name its session is told by its file; an archived one has the same name. */
function idFrom({ inside }: Place) {
  return uuid.exec(basename(inside))?.[0] ?? createHash('sha256').update(inside).digest('hex').slice(0, 32)
}

/** A transcript is archived by moving it: of two with one name the active one is read. */
function withoutArchivedTwins(places: Place[]): Place[] {
  const isArchived = ({ root }: Place) => basename(root) === 'archived_sessions'
  const names = ({ root, inside }: Place) => {
    const home = join(root, '..')
    const file = basename(inside)
    return [`${home} ${inside}`, ...(uuid.test(file) ? [`${home} ${file}`] : [])]
  }
  if (!places.some(isArchived)) return places
  const active = new Set(places.filter((place) => !isArchived(place)).flatMap(names))
  return places.filter((place) => !isArchived(place) || !names(place).some((name) => active.has(name)))
}

/** Whether a home asks for the dear and fast tier; its configuration is looked at once a second at most. */
function createTiers(now: () => number) {
  const known = new Map<string, { at: number; fast: boolean }>()
  return (root: string) => {
    let tier = known.get(root)
    if (!tier || Math.abs(now() - tier.at) > 1_000) {
      tier = { at: now(), fast: asksForFast(join(root, '..', 'config.toml')) }
      known.set(root, tier)
    }
    return tier.fast
  }
}

function asksForFast(path: string) {
  try {
    return hasPriority(
      (Bun.TOML.parse(readForeignFile(path, 1 << 20).toString('utf8')) as { service_tier?: unknown }).service_tier,
    )
  } catch {
    // Not there, not readable, or not TOML: Codex itself would say so, and the usual tier is what it falls back to.
    return false
  }
}
