import { basename, dirname, join, sep } from 'node:path'
import type { Fact, SessionFact, UsageFact } from '../../facts/fact.ts'
import type { ReadingLimits, Source } from '../../facts/source.ts'
import { makeAgentId, makeSessionId } from '../../ids.ts'
import { sha256 } from '../../lib/crypto.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { skipTopCompiler } from '../../lib/skip-top-compiler.ts'
import type { Dialect, Place } from '../common/dialect.ts'
import { createFileSource } from '../common/file-source.ts'
import { path as directoryIn, record, safeId, text, word } from '../common/parse-values.ts'
import { agentIn, createProjects, type Project, type Projects, slugOf } from '../common/project.ts'
import { fileStore } from '../common/transcript/store.ts'
import { type Answer, answerIn, isReplayed, keyOf, type Line, rankOf, searchesIn, timeIn } from './entry.ts'
import { contextLimitOf, freshState, noteTitle, noteTurn, type ParserState } from './parser-state.ts'
import { skim } from './skim.ts'
import { partsFor } from './transcript-parts.ts'

const runtime = 'claude-code'

type Settings = {
  /** The configuration folders of Claude Code; transcripts lie in `projects` of each. */
  folders: string[]
  now?: () => number
  limits?: Partial<ReadingLimits> | undefined
}

/** Claude Code as a source: a file of lines for each session, and one for each sub-agent. */
export const createClaudeCode = ({ folders, now = Date.now, limits }: Settings): Source =>
  createFileSource(claudeCode({ folders, now }), { limits })

export function claudeCode({ folders, now }: Required<Omit<Settings, 'limits'>>): Dialect<ParserState> {
  const projects = createProjects()
  return {
    runtime,
    name: 'Claude Code',
    roots: [...new Set(folders.map((folder) => join(folder, 'projects')))],
    fix: 'Set CLAUDE_CONFIG_DIR if its folder is elsewhere.',
    isTranscript: (inside) => inside.endsWith('.jsonl'),
    begin: (place) => freshState(isSubagent(place), parentIn(place)),
    isKnown: ({ ids, firstPrompt }) => ids !== null && firstPrompt !== null,
    // Usage, results of searches, the first message of a conversation, and names of the session.
    marks: ['"usage"', searchResult, '"parentUuid":null', '-title"', '"summary"'],
    usual: { start: '{"parentUuid":"', marks: ['"usage"', searchResult] },
    skim,

    take(line, state, place) {
      noteTitle(state, line)
      noteWhere(state, line, place, projects)
      const at = timeIn(line.timestamp, now())
      if (typeof at === 'number') noteTime(state, at)
      noteSearches(state, line)
      const answer = answerIn(line, at)
      const isReadable = answer !== undefined && !('reason' in answer)
      // A sub-agent that writes into the file of its parent says nothing about the state of the parent.
      if (line.isSidechain !== true || state.isSubagent) noteTurn(state, line, isReadable ? answer : undefined)
      if (answer === undefined) return { facts: [] }
      return isReadable ? { facts: hold(state, usageFrom(state, line, answer, place)) } : answer
    },

    transcript: {
      namedBy: foreignIdOf,
      nameOf: (uuid) => uuid,
      sessionIdOf: ({ ids }) => ids?.session ?? null,
      storeOf: (place, sessionId, closeLater) =>
        fileStore(place.path, partsFor({ sessionId, isSubagent: isSubagent(place) }), closeLater),
    },

    conclude(state, place) {
      const facts: Fact[] = state.pending ? [state.pending] : []
      state.searching = state.openTools.some(([, name]) => name === searchTool)
        ? (state.pending ?? state.searching)
        : null
      state.pending = null
      if (!state.isSession) return facts
      return [...facts, agentIn(runtime, projectOf(state, place)), sessionFrom(state, place)]
    },
  }
}

/** Holds the better reading of an answer that is still being written, and releases the answer before it. */
function hold(state: ParserState, usage: UsageFact): UsageFact[] {
  const before = state.pending
  if (before?.key === usage.key) {
    if (usage.rank! > before.rank!) state.pending = withSearches(usage, state.toolSearches)
    return []
  }
  if (state.searching?.key !== usage.key) state.toolSearches = 0
  state.pending = withSearches(usage, state.toolSearches)
  return before ? [before] : []
}

const searchTool = 'WebSearch'
/** How the line of a search's result names it. */
const searchResult = '"toolUseResult":{"query":'

/** Adds the searches in a result to the answer that asked for them, which is passed on once more if it was already. */
function noteSearches(state: ParserState, line: Line) {
  const found = searchesIn(line)
  const asking = state.pending ?? state.searching
  if (found === 0 || !asking) return
  state.toolSearches += found
  state.pending = withSearches(asking, found)
}

const withSearches = (usage: UsageFact, more: number): UsageFact =>
  more === 0 ? usage : { ...usage, searches: (usage.searches ?? 0) + more }

function usageFrom(state: ParserState, line: Line, answer: Answer, place: Place): UsageFact {
  const ids = idsIn(state, place)
  const isCopy = record(line.forkedFrom) !== undefined || answer.at < (state.begunAt ?? answer.at)
  const speed = record(record(line.message)?.usage)?.speed
  const usage: UsageFact = {
    kind: 'usage',
    key: keyOf(answer) ?? namelessKey(state, answer, place),
    runtime,
    agentId: ids.agent,
    sessionId: ids.session,
    at: answer.at,
    model: answer.model,
    // The provider of another model is found by the model's name.
    provider: answer.model.startsWith('claude') ? 'anthropic' : '',
    tokens: answer.tokens,
    loggedUsd: answer.loggedUsd,
    rates: null,
    rank: rankOf(answer, typeof speed === 'string', isCopy),
  }
  // There are very many of them, and each spread would copy it.
  if (answer.messageId !== null) usage.answerId = `${runtime}:${answer.messageId}`
  if (isReplayed(answer)) usage.replayed = true
  if (answer.placeholder) usage.placeholder = true
  if (answer.tier !== undefined) usage.tier = answer.tier
  if (answer.usOnly) usage.usOnly = true
  if (answer.searches > 0) usage.searches = answer.searches
  return usage
}

/**
 * The key of an answer without an id: its number among those in the file, and its counts, in case the file is
 * rewritten.
 */
function namelessKey(state: ParserState, { at, tokens }: Answer, { path }: Place) {
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
  const counts = [input, output, cacheRead, cacheWrite5m, cacheWrite1h].join('.')
  return `${runtime}:/${hashOf(path)}/${state.nameless++}/${at}/${counts}`
}

function sessionFrom(state: ParserState, place: Place): SessionFact {
  const ids = idsIn(state, place)
  const title = state.customTitle ?? state.ownTitle ?? descriptionBeside(place)
  const fields: { [Field in keyof SessionFact]: SessionFact[Field] | null | undefined } = {
    kind: 'session',
    id: ids.session,
    runtime,
    agentId: ids.agent,
    key: foreignIdOf(place),
    title,
    firstPrompt: state.firstPrompt,
    sessionKind: state.isSubagent ? 'subagent' : 'direct',
    parentKey: state.parent,
    model: state.model,
    projectPath: state.project?.path,
    worktreePath: state.project?.worktreePath,
    branch: state.branch,
    startedAt: state.begunAt,
    lastAt: state.lastAt,
    contextTokens: state.contextTokens,
    contextLimit: contextLimitOf(state.model, state.maxContextTokens),
    lastRole: state.lastRole,
    stopReason: state.stopReason,
    reason: state.error,
    openTool: state.openTools.at(-1)?.[1] ?? '',
  }
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  ) as SessionFact
}

function noteTime(state: ParserState, at: number) {
  state.begunAt ??= at
  state.lastAt = Math.max(state.lastAt ?? at, at)
}

/** Notes the project: the directory of the line, or the one above it after which the transcript's folder is named. */
function noteWhere(state: ParserState, line: Line, place: Place, projects: Projects) {
  const cwd = state.ids === null ? directoryIn(line.cwd) : null
  if (cwd !== null) {
    state.project = projects.of(startedIn(cwd, folderOf(place)))
    idsIn(state, place)
  }
  state.branch = word(line.gitBranch) ?? state.branch
  // A file of a sub-agent that lies beside those of sessions names its parent in each line.
  if (state.isSubagent) state.parent ??= safeIdIn(line.sessionId)
}

function startedIn(cwd: string, folder: string): string {
  for (let directory = cwd; ; ) {
    if (directory.replace(/[^a-zA-Z0-9]/g, '-') === folder) return directory
    const above = dirname(directory)
    if (above === directory) return cwd
    directory = above
  }
}

/** The project that the lines name, else one named after the folder of the transcript. */
function projectOf(state: ParserState, place: Place): Project {
  if (state.project) return state.project
  const folder = folderOf(place)
  return { path: folder, name: folder.replace(/^-+/, '') || 'no project' }
}

function idsIn(state: ParserState, place: Place) {
  if (state.ids === null) {
    const slug = slugOf(projectOf(state, place))
    state.ids = {
      agent: makeAgentId({ runtime, slug }),
      session: makeSessionId({ runtime, agent: slug, uuid: foreignIdOf(place) }),
    }
  }
  return state.ids
}

/** The folder below `projects`, named after a directory; '' for a file that lies in no folder. */
const folderOf = ({ inside }: Place) => (inside.includes(sep) ? inside.split(sep)[0]! : '')

const isSubagent = ({ inside }: Place) =>
  basename(inside).startsWith('agent-') || inside.split(sep).includes('subagents')

const foreignIdOf = ({ inside }: Place) => safeIdIn(basename(inside, '.jsonl')) ?? 'x'

/** `<project>/<session>/subagents/…`: the path names the parent of a sub-agent. */
function parentIn({ inside }: Place): string | null {
  const parts = inside.split(sep)
  const at = parts.indexOf('subagents')
  return at > 0 ? safeIdIn(parts[at - 1]) : null
}

const safeIdIn = (value: unknown) => {
  const id = text(value)
  return id === null ? null : safeId(id)
}

const hashOf = (text: string) => sha256(text).slice(0, 16)

/** The task of a sub-agent, from a small file beside its transcript. */
function descriptionBeside(place: Place): string | null {
  if (!isSubagent(place)) return null
  try {
    const path = place.path.replace(/\.jsonl$/, '.meta.json')
    const about = record(JSON.parse(readForeignFile(path, 64 << 10).toString('utf8')))
    return word(about?.description, 500)
  } catch {
    // Older versions write no such file, and a broken one names nothing.
    return null
  }
}

skipTopCompiler(usageFrom)
