import { basename, dirname, join, sep } from 'node:path'
import type { Fact, SessionFact, UsageFact } from '../../facts/fact.ts'
import type { ReadingLimits, Source } from '../../facts/source.ts'
import { makeSessionId } from '../../ids.ts'
import { sha256 } from '../../lib/crypto.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { branchAt, createBranches } from '../common/branch.ts'
import type { Dialect, Place } from '../common/dialect.ts'
import { createFileSource } from '../common/file-source.ts'
import { path, record, safeId } from '../common/parse-values.ts'
import { statOf } from '../common/paths.ts'
import { agentIn, createProjects, type Project, slugOf } from '../common/project.ts'
import { type Answer, freshState, type ParserState, takeRecord } from './entry.ts'
import { linesStore, wholeStore } from './transcript/stores.ts'

/**
 * Gemini CLI as a source: the chats that it records in its folders, a file of lines each, before 2026 a single object
 * each.
 */
export const createGemini = (
  folders: string[],
  now: () => number = Date.now,
  limits?: Partial<ReadingLimits>,
): Source => createFileSource(geminiDialect(folders, now), { now, limits })

function geminiDialect(folders: string[], now: () => number): Dialect<ParserState> {
  const directories = createDirectories(now)
  const projects = createProjects()
  const branches = createBranches(now)

  const folderOf = ({ inside }: Place) => inside.split(sep)[0] ?? ''
  const cwdOf = (state: ParserState, place: Place) => directories.of(place.root, folderOf(place)) ?? state.cwd

  const projectOf = (state: ParserState, place: Place): Project => {
    const cwd = cwdOf(state, place)
    if (cwd !== null) return projects.of(cwd)
    const { root } = place
    const folder = folderOf(place)
    return { path: join(root, folder), name: /^[0-9a-f]{64}$/.test(folder) ? folder.slice(0, 6) : folder }
  }

  const usageFacts = (answers: Answer[], state: ParserState, place: Place): UsageFact[] => {
    if (answers.length === 0) return []
    const project = projectOf(state, place)
    const agentId = agentIn('gemini', project).id
    const sessionId = makeSessionId({ runtime: 'gemini', agent: slugOf(project), uuid: safeId(state.id) })
    return answers.map((answer) => ({ kind: 'usage', runtime: 'gemini', agentId, sessionId, ...answer }))
  }

  const contextOf = (place: Place) => ({ now: now(), writtenAt: () => statOf(place.path)?.mtimeMs })

  return {
    runtime: 'gemini',
    name: 'Gemini CLI',
    roots: folders.map((folder) => join(folder, 'tmp')),
    fix: 'Set GEMINI_DATA_DIR, or gemini.dirs in config.toml.',
    isTranscript: (inside) => /^[^/\\]+[/\\]chats[/\\](?:[^/\\]+[/\\])?[^/\\]+\.jsonl?$/.test(inside),
    begin: (place) => freshState(basename(place.inside).replace(/\.jsonl?$/, ''), parentOf(place) !== undefined),
    marks: ['"tokens"', '"stats"', '"sessionId"', '"messages"'],

    take(line, state, place) {
      const { answers, unread } = takeRecord(line, state, contextOf(place))
      const facts = usageFacts(answers, state, place)
      return unread.length === 0 ? { facts } : { facts, reason: unread.map(({ reason }) => reason).join('; ') }
    },

    whole: {
      is: (inside) => inside.endsWith('.json'),
      take(chat, state, place) {
        const { answers, unread } = takeRecord(chat, state, contextOf(place))
        return { facts: usageFacts(answers, state, place), unread }
      },
    },

    transcript: {
      // The name of a file ends with the beginning of the session's id.
      namedBy: ({ inside }) => /-([0-9a-f]{8})\.jsonl?$/.exec(inside)?.[1] ?? null,
      nameOf: (uuid) => uuid.slice(0, 8),
      sessionIdOf: (state, place) =>
        makeSessionId({ runtime: 'gemini', agent: slugOf(projectOf(state, place)), uuid: safeId(state.id) }),
      folderOf: ({ cwd }) => cwd,
      storeOf: ({ path, inside }, sessionId, closeLater) =>
        inside.endsWith('.json') ? wholeStore(path, sessionId) : linesStore(path, sessionId, closeLater),
    },

    conclude(state, place) {
      if (state.lastAt === null) return []
      const project = projectOf(state, place)
      const agent = agentIn('gemini', project)
      const cwd = cwdOf(state, place)
      const branch = cwd === null ? undefined : branchAt(branches.of(cwd), state.lastAt)
      return [agent, { ...sessionOf(state, agent.id, project, place), ...(branch && { branch }) }] satisfies Fact[]
    },
  }
}

function sessionOf(state: ParserState, agentId: string, project: Project, place: Place): SessionFact {
  const parent = parentOf(place)
  return {
    kind: 'session',
    id: makeSessionId({ runtime: 'gemini', agent: slugOf(project), uuid: safeId(state.id) }),
    runtime: 'gemini',
    agentId,
    key: state.id,
    sessionKind: state.isSubagent ? 'subagent' : 'direct',
    projectPath: project.path,
    ...(project.worktreePath !== undefined && { worktreePath: project.worktreePath }),
    stopReason: state.stopReason,
    reason: state.error,
    openTool: state.openTool,
    ...(parent !== undefined && { parentKey: parent }),
    ...(state.title !== null && { title: state.title }),
    ...(state.firstPrompt !== null && { firstPrompt: state.firstPrompt }),
    ...(state.model !== null && { model: state.model }),
    ...(state.startedAt !== null && { startedAt: state.startedAt }),
    ...(state.lastAt !== null && { lastAt: state.lastAt }),
    ...(state.lastRole && { lastRole: state.lastRole }),
    ...(state.contextTokens !== null && { contextTokens: state.contextTokens }),
  }
}

/** Chats of sub-agents lie in a folder that is named after the session that sent them. */
function parentOf({ inside }: Place): string | undefined {
  const folder = basename(dirname(inside))
  return folder === 'chats' ? undefined : folder
}

/**
 * The working directory behind a folder of chats, which has its name or the hash of its path: from a file in the
 * folder, or from the list of projects. A directory that is found stays; a missing one is looked for again after a
 * while.
 */
function createDirectories(now: () => number) {
  const known = new Map<string, { at: number; path: string | null }>()
  return {
    of(root: string, folder: string): string | null {
      const place = join(root, folder)
      let answer = known.get(place)
      if (!answer || (answer.path === null && Math.abs(now() - answer.at) > 5_000)) {
        answer = { at: now(), path: ownRoot(place) ?? listedRoot(join(root, '..', 'projects.json'), folder) ?? null }
        known.set(place, answer)
      }
      return answer.path
    },
  }
}

const ownRoot = (folder: string) => path(contentOf(join(folder, '.project_root'))?.trim())

function listedRoot(file: string, folder: string): string | undefined {
  try {
    const { projects } = JSON.parse(contentOf(file) ?? '{}') as { projects?: unknown }
    return Object.entries(record(projects) ?? {}).find(
      ([path, name]) => name === folder || hashOf(path) === folder,
    )?.[0]
  } catch {
    // A half-written or unknown list names no directory: the folder is called by its hash.
    return undefined
  }
}

const hashOf = (path: string) => sha256(path)

function contentOf(path: string): string | undefined {
  try {
    return readForeignFile(path, 1 << 20).toString('utf8')
  } catch {
    // Not every version writes this file.
    return undefined
  }
}
