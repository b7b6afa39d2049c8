import { basename, join } from 'node:path'
import type { AgentFact, Fact, SessionFact, UsageFact } from '../../facts/fact.ts'
import type { ReadingLimits, Source } from '../../facts/source.ts'
import type { Tier } from '../../facts/tier.ts'
import { makeSessionId } from '../../ids.ts'
import { sha256 } from '../../lib/crypto.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import type { Dialect, Place } from '../common/dialect.ts'
import { createFileSource } from '../common/file-source.ts'
import { safeId } from '../common/parse-values.ts'
import { statOf } from '../common/paths.ts'
import { agentIn, createProjects, type Project, slugOf } from '../common/project.ts'
import { fileStore } from '../common/transcript/store.ts'
import { type Answer, freshState, type ParserState, releaseInTime, takeEntry, tierIn } from './entry.ts'
import { partsFor } from './transcript-parts.ts'

/** Codex as a source: the transcripts that its command line and its apps leave in the folders of its homes. */
export const createCodex = (homes: string[], now: () => number = Date.now, limits?: Partial<ReadingLimits>): Source =>
  createFileSource(codexDialect(homes, now), { now, limits })

/** The agent of a directory, and its slug in ids. */
type Owner = { project: Project; agent: AgentFact; slug: string }

const maxOwners = 5_000

function codexDialect(homes: string[], now: () => number): Dialect<ParserState> {
  const projects = createProjects()
  const tierOf = createTiers(now)

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

  const usageFacts = (answers: Answer[], state: ParserState, place: Place): UsageFact[] => {
    if (answers.length === 0) return []
    const { agent, slug } = ownerOf(state, place)
    const sessionId = makeSessionId({ runtime: 'codex', agent: slug, uuid: safeId(state.id) })
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
      '"web_search',
      '"usage"',
    ],

    take(line, state, place) {
      const context = { now: now(), writtenAt: () => statOf(place.path)?.mtimeMs, tier: tierOf(place.root) }
      const { answers, reason } = takeEntry(line, state, context)
      const facts = usageFacts(answers, state, place)
      return reason === undefined ? { facts } : { facts, reason }
    },

    settle(state, place, at) {
      const answers = releaseInTime(state, at)
      return answers === 'later' ? answers : usageFacts(answers, state, place)
    },

    conclude(state, place) {
      const { limits } = state
      state.limits = []
      if (!state.isNamed && state.lastAt === null) return limits
      const owner = ownerOf(state, place)
      return [owner.agent, sessionOf(state, owner), ...limits] satisfies Fact[]
    },

    transcript: {
      // Where the name of a file says whose it is, the first line says the same.
      namedBy: ({ inside }) => uuid.exec(basename(inside))?.[0] ?? null,
      nameOf: (uuid) => uuid,
      sessionIdOf: (state, place) =>
        state.isNamed || state.lastAt !== null
          ? makeSessionId({ runtime: 'codex', agent: ownerOf(state, place).slug, uuid: safeId(state.id) })
          : null,
      folderOf: ({ cwd }) => cwd,
      storeOf: ({ path }, sessionId, closeLater) => fileStore(path, partsFor(sessionId), closeLater),
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

function sessionOf(state: ParserState, { agent, project, slug }: Owner): SessionFact {
  const isWaiting = state.stopReason === 'toolUse'
  return {
    kind: 'session',
    id: makeSessionId({ runtime: 'codex', agent: slug, uuid: safeId(state.id) }),
    runtime: 'codex',
    agentId: agent.id,
    key: state.id,
    sessionKind: state.parentId === null ? 'direct' : 'subagent',
    projectPath: project.path,
    ...(project.worktreePath !== undefined && { worktreePath: project.worktreePath }),
    stopReason: state.stopReason,
    reason: state.error,
    openTool: isWaiting ? (state.openTools.at(-1)?.[1] ?? '') : '',
    waitsFor: isWaiting ? (state.openTools.findLast(([, , asks]) => asks)?.[2] ?? '') : '',
    ...(state.parentId && { parentKey: state.parentId }),
    ...(state.firstPrompt !== null && { firstPrompt: state.firstPrompt }),
    ...(state.model !== null && { model: state.model }),
    ...(state.branch !== null && { branch: state.branch }),
    ...(state.startedAt !== null && { startedAt: state.startedAt }),
    ...(state.lastAt !== null && { lastAt: state.lastAt }),
    ...(state.lastRole && { lastRole: state.lastRole }),
    ...(state.contextTokens !== null && { contextTokens: state.contextTokens }),
    ...(state.contextLimit !== null && { contextLimit: state.contextLimit }),
  }
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/

/** The id of a transcript that does not name its session, from its file name; an archived file has the same name. */
function idFrom({ inside }: Place) {
  return uuid.exec(basename(inside))?.[0] ?? sha256(inside).slice(0, 32)
}

/** Drops archived transcripts of which an active one exists: a transcript is archived by moving it. */
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

/** The service tier that the configuration of a home selects; it is read at most once a second. */
function createTiers(now: () => number) {
  const known = new Map<string, { at: number; name: Tier | '' }>()
  return (root: string) => {
    let tier = known.get(root)
    if (!tier || Math.abs(now() - tier.at) > 1_000) {
      tier = { at: now(), name: selectedTier(join(root, '..', 'config.toml')) }
      known.set(root, tier)
    }
    return tier.name
  }
}

function selectedTier(path: string): Tier | '' {
  try {
    return tierIn(
      (Bun.TOML.parse(readForeignFile(path, 1 << 20).toString('utf8')) as { service_tier?: unknown }).service_tier,
    )
  } catch {
    // A missing or broken configuration selects the usual tier, as in Codex itself.
    return ''
  }
}
