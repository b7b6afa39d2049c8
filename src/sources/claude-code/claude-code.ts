import { createHash } from 'node:crypto'
import { basename, dirname, join, sep } from 'node:path'
import type { Fact, SessionFact, UsageFact } from '../../facts/fact.ts'
import type { Source } from '../../facts/source.ts'
import { makeAgentId, makeSessionId } from '../../ids.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { createFileSource, type Dialect, type Place } from '../shared/file-source.ts'
import { path as directoryIn, record, safeId, text, word } from '../shared/parse-values.ts'
import { agentIn, createProjects, type Project, type Projects, slugOf } from '../shared/project.ts'
import { type Answer, answerIn, isReplayed, keyOf, type Line, rankOf, timeIn } from './entry.ts'
import { contextLimitOf, freshState, noteTitle, noteTurn, type ParserState } from './parser-state.ts'

const runtime = 'claude-code'

type Settings = {
  /** Its configuration folders; transcripts lie in `projects` of each. */
  folders: string[]
  now?: () => number
}

/** Claude Code as a source: a file of lines for each session, and one for each sub-agent. */
export const createClaudeCode = ({ folders, now = Date.now }: Settings): Source =>
  createFileSource(claudeCode({ folders, now }))

export function claudeCode({ folders, now }: Required<Settings>): Dialect<ParserState> {
  const projects = createProjects()
  return {
    runtime,
    name: 'Claude Code',
    roots: [...new Set(folders.map((folder) => join(folder, 'projects')))],
    fix: 'Set CLAUDE_CONFIG_DIR if its folder is elsewhere.',
    isTranscript: (inside) => inside.endsWith('.jsonl'),
    begin: (place) => freshState(isSubagent(place), parentIn(place)),
    // Usage; the first message of a conversation; names of the session.
    marks: ['"usage"', '"parentUuid":null', '-title"', '"summary"'],

    take(line, thread, place) {
      noteTitle(thread, line)
      noteWhere(thread, line, place, projects)
      const at = timeIn(line.timestamp, now())
      if (typeof at === 'number') noteTime(thread, at)
      const answer = answerIn(line, at)
      const isReadable = answer !== undefined && !('reason' in answer)
      // What a sub-agent does within the file of its parent says nothing about how the parent stands.
      if (line.isSidechain !== true || thread.isSubagent) noteTurn(thread, line, isReadable ? answer : undefined)
      if (answer === undefined) return { facts: [] }
      return isReadable ? { facts: hold(thread, usageFrom(thread, line, answer, place)) } : answer
    },

    conclude(thread, place) {
      const facts: Fact[] = thread.pending ? [thread.pending] : []
      thread.pending = null
      if (!thread.isSession) return facts
      return [...facts, agentIn(runtime, projectOf(thread, place)), sessionFrom(thread, place)]
    },
  }
}

/** Keeps the better reading of the answer that goes on; one that was held before is told now. */
function hold(thread: ParserState, usage: UsageFact): UsageFact[] {
  const before = thread.pending
  if (before?.key === usage.key) {
    if (usage.rank! > before.rank!) thread.pending = usage
    return []
  }
  thread.pending = usage
  return before ? [before] : []
}

function usageFrom(thread: ParserState, line: Line, answer: Answer, place: Place): UsageFact {
  const ids = idsIn(thread, place)
  const isCopy = record(line.forkedFrom) !== undefined || answer.at < (thread.begunAt ?? answer.at)
  const speed = record(record(line.message)?.usage)?.speed
  return {
    kind: 'usage',
    key: keyOf(answer) ?? namelessKey(thread, answer, place),
    runtime,
    agentId: ids.agent,
    sessionId: ids.session,
    entryId: word(line.uuid) ?? '',
    at: answer.at,
    model: answer.model,
    // Whoever else answers in its place is found by the name of the model.
    provider: answer.model.startsWith('claude') ? 'anthropic' : '',
    tokens: answer.tokens,
    loggedUsd: answer.loggedUsd,
    rates: null,
    rank: rankOf(answer, typeof speed === 'string', isCopy),
    ...(answer.messageId !== null && { answerId: `${runtime}:${answer.messageId}` }),
    ...(isReplayed(answer) && { replayed: true }),
    ...(answer.placeholder && { placeholder: true }),
    ...(answer.fast && { priority: true }),
  }
}

/** An answer without an id is the n-th such in its file; what it says is part of the key, should the file be rewritten. */
function namelessKey(thread: ParserState, { at, tokens }: Answer, { path }: Place) {
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
  const counts = [input, output, cacheRead, cacheWrite5m, cacheWrite1h].join('.')
  return `${runtime}:/${hashOf(path)}/${thread.nameless++}/${at}/${counts}`
}

function sessionFrom(thread: ParserState, place: Place): SessionFact {
  const ids = idsIn(thread, place)
  const title = thread.customTitle ?? thread.ownTitle ?? descriptionBeside(place)
  const said: { [Field in keyof SessionFact]: SessionFact[Field] | null | undefined } = {
    kind: 'session',
    id: ids.session,
    runtime,
    agentId: ids.agent,
    key: foreignIdOf(place),
    title,
    firstPrompt: thread.firstPrompt,
    sessionKind: thread.isSubagent ? 'subagent' : 'direct',
    parentKey: thread.parent,
    model: thread.model,
    projectPath: thread.project?.path,
    branch: thread.branch,
    startedAt: thread.begunAt,
    lastAt: thread.lastAt,
    contextTokens: thread.contextTokens,
    contextLimit: contextLimitOf(thread.model, thread.maxContextTokens),
    lastRole: thread.lastRole,
    stopReason: thread.stopReason,
    openTool: thread.openTools.at(-1)?.[1] ?? '',
  }
  return Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined && value !== null),
  ) as SessionFact
}

function noteTime(thread: ParserState, at: number) {
  thread.begunAt ??= at
  thread.lastAt = Math.max(thread.lastAt ?? at, at)
}

/** Where the work is done: of the directories above the one it says, that for which the transcript's folder is named. */
function noteWhere(thread: ParserState, line: Line, place: Place, projects: Projects) {
  const cwd = thread.ids === null ? directoryIn(line.cwd) : null
  if (cwd !== null) {
    thread.project = projects.of(startedIn(cwd, folderOf(place)))
    idsIn(thread, place)
  }
  thread.branch = word(line.gitBranch) ?? thread.branch
  // In files of sub-agents that lie beside those of sessions, the session they say is their parent.
  if (thread.isSubagent) thread.parent ??= safeIdIn(line.sessionId)
}

function startedIn(cwd: string, folder: string): string {
  for (let directory = cwd; ; ) {
    if (directory.replace(/[^a-zA-Z0-9]/g, '-') === folder) return directory
    const above = dirname(directory)
    if (above === directory) return cwd
    directory = above
  }
}

/** The project as its lines say, else as the folder is called. */
function projectOf(thread: ParserState, place: Place): Project {
  if (thread.project) return thread.project
  const folder = folderOf(place)
  return { path: folder, name: folder.replace(/^-+/, '') || 'no project' }
}

function idsIn(thread: ParserState, place: Place) {
  if (thread.ids === null) {
    const slug = slugOf(projectOf(thread, place))
    thread.ids = {
      agent: makeAgentId({ runtime, slug }),
      session: makeSessionId({ runtime, agent: slug, uuid: foreignIdOf(place) }),
    }
  }
  return thread.ids
}

/** The folder below `projects`, named after a directory; '' for a file that lies in no folder. */
const folderOf = ({ inside }: Place) => (inside.includes(sep) ? inside.split(sep)[0]! : '')

const isSubagent = ({ inside }: Place) =>
  basename(inside).startsWith('agent-') || inside.split(sep).includes('subagents')

const foreignIdOf = ({ inside }: Place) => safeIdIn(basename(inside, '.jsonl')) ?? 'x'

/** `<project>/<session>/subagents/…`: whose sub-agent it is stands in its path. */
function parentIn({ inside }: Place): string | null {
  const parts = inside.split(sep)
  const at = parts.indexOf('subagents')
  return at > 0 ? safeIdIn(parts[at - 1]) : null
}

const safeIdIn = (value: unknown) => {
  const id = text(value)
  return id === null ? null : safeId(id)
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** What a sub-agent was sent to do stands in a small file beside its transcript. */
function descriptionBeside(place: Place): string | null {
  if (!isSubagent(place)) return null
  try {
    const path = place.path.replace(/\.jsonl$/, '.meta.json')
    const about = record(JSON.parse(readForeignFile(path, 64 << 10).toString('utf8')))
    return word(about?.description, 500)
  } catch {
    // Older versions write none; a broken one is no name.
    return null
  }
}
