import type { FileChange, Todo, ToolAction } from '../../../facts/tool-action.ts'
import { makeSessionId, parseSessionId } from '../../../ids.ts'
import { meaning, number, record, safeId, text } from '../parse-values.ts'
import { changesOfPatch } from './apply-patch.ts'
import { diffOfTexts, type LineDiff, writtenLines } from './line-diff.ts'

/**
 * What the tools of runtimes do, from what they are called with. A runtime has a table from the names of its tools to
 * these; whatever a call holds, the answer is an action or null, and then the call is shown as JSON.
 */
type Fields = Record<string, unknown>
type ActionOf = (called: Fields) => ToolAction | null
export type ToolActions = Record<string, ActionOf>

/** What a call does by a table; null for a tool that it does not have. */
export function actionIn(actions: ToolActions, name: string, called: unknown): ToolAction | null {
  const fields = record(called)
  return fields ? (meaning(actions, name)?.(fields) ?? null) : null
}

/** The first of some fields that holds a text. */
const first = (fields: Fields, ...names: string[]): string | null => {
  for (const name of names) {
    const found = text(fields[name])
    if (found !== null) return found
  }
  return null
}

const pathIn = (fields: Fields) => first(fields, 'file_path', 'filePath', 'path', 'absolute_path', 'notebook_path')

/** A command of a shell, as text or as words; of `bash -lc WORDS` the words. */
export function commandOf(command: unknown, cwd: unknown): ToolAction | null {
  const words = Array.isArray(command) ? shellWords(command.filter((word) => typeof word === 'string')) : text(command)
  if (!words) return null
  const changes = changesOfPatch(words)
  return changes.length > 0
    ? { kind: 'edit', changes }
    : { kind: 'command', command: words, cwd: text(cwd), exitCode: null }
}

const shellWords = (words: string[]) =>
  words.length === 3 && /(^|\/)(ba|z|da)?sh$/.test(words[0]!) && /^-l?c$/.test(words[1]!) ? words[2]! : words.join(' ')

export const command: ActionOf = (called) =>
  commandOf(called.command ?? called.cmd ?? called.script, called.cwd ?? called.workdir ?? called.dir_path)

export const read: ActionOf = (called) => {
  const path = pathIn(called)
  return path === null
    ? null
    : {
        kind: 'read',
        path,
        fromLine: count(called.offset) ?? count(called.start_line),
        lines: count(called.limit) ?? linesBetween(called.start_line, called.end_line),
      }
}

const count = (value: unknown) => {
  const found = number(value)
  return found !== null && found >= 0 && Number.isInteger(found) ? found : null
}

function linesBetween(from: unknown, to: unknown): number | null {
  const [start, end] = [count(from), count(to)]
  return start !== null && end !== null && end >= start ? end - start + 1 : null
}

export const fileChange = (path: string, change: FileChange['change'], lines: LineDiff): FileChange => ({
  path,
  change,
  movedTo: null,
  ...lines,
})

export const edits = (changes: FileChange[]): ToolAction | null =>
  changes.length === 0 ? null : { kind: 'edit', changes }

/** A whole file that is written; what was there before is not known. */
export const write: ActionOf = (called) => {
  const path = pathIn(called)
  return path === null || typeof called.content !== 'string'
    ? null
    : edits([fileChange(path, 'write', writtenLines(called.content, null))])
}

/** One piece of a file that is replaced by another, or several. */
export const edit: ActionOf = (called) => {
  const path = pathIn(called)
  if (path === null) return null
  const pieces = Array.isArray(called.edits) ? called.edits.map(record) : [called]
  const diffs = pieces.slice(0, maxPieces).flatMap((piece) => {
    const before = textOr(piece?.old_string ?? piece?.oldString ?? piece?.oldText ?? piece?.old_text)
    const after = textOr(piece?.new_string ?? piece?.newString ?? piece?.newText ?? piece?.new_text)
    return before === null || after === null ? [] : [diffOfTexts(before, after)]
  })
  if (diffs.length === 0) return null
  return edits([
    fileChange(path, 'edit', {
      added: sumOf(diffs.map(({ added }) => added)),
      removed: sumOf(diffs.map(({ removed }) => removed)),
      hunks: diffs.flatMap(({ hunks }) => hunks),
      truncated: pieces.length > maxPieces || diffs.some(({ truncated }) => truncated),
    }),
  ])
}

const maxPieces = 200
const textOr = (value: unknown) => (typeof value === 'string' ? value : null)
const sumOf = (counts: (number | null)[]) =>
  counts.reduce((sum: number | null, one) => (sum === null || one === null ? null : sum + one), 0)

export const patch: ActionOf = (called) =>
  edits(changesOfPatch(first(called, 'input', 'patch', 'patchText', 'patch_text') ?? ''))

export const search: ActionOf = (called) => {
  const pattern = first(called, 'pattern', 'query', 'regex', 'glob')
  return pattern === null ? null : { kind: 'search', pattern, path: first(called, 'path', 'dir_path', 'directory') }
}

/** A folder that is listed: every name in it is wanted. */
export const list: ActionOf = (called) => {
  const path = first(called, 'path', 'dir_path', 'directory')
  return path === null ? null : { kind: 'search', pattern: '*', path }
}

export const web: ActionOf = (called) => {
  const [query, url] = [first(called, 'query', 'q'), first(called, 'url')]
  return query === null && url === null ? null : { kind: 'web', query, url }
}

export const plan: ActionOf = (called) => {
  const words = first(called, 'plan', 'text')
  return words === null ? null : { kind: 'plan', text: words }
}

const states: Record<string, Todo['state']> = {
  pending: 'open',
  todo: 'open',
  open: 'open',
  in_progress: 'active',
  active: 'active',
  completed: 'done',
  done: 'done',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  blocked: 'open',
  deleted: 'cancelled',
}

/** Steps as they are written by runtimes: a text, and how far each is. */
export const todosOf = (steps: unknown): ToolAction | null =>
  Array.isArray(steps)
    ? {
        kind: 'todos',
        todos: steps.flatMap((one): Todo[] => {
          const step = record(one)
          const words = step && first(step, 'content', 'step', 'description', 'text', 'subject', 'title')
          if (!words) return []
          const state = meaning(states, step?.status) ?? (step?.completed === true ? 'done' : 'open')
          return [{ text: words, state }]
        }),
      }
    : null

export const todos: ActionOf = (called) => todosOf(called.todos ?? called.plan ?? called.items ?? called.steps)

export const questions: ActionOf = (called) => {
  const asked = Array.isArray(called.questions) ? called.questions : [called]
  const found = asked.flatMap((one) => {
    const fields = record(one)
    const question = fields && first(fields, 'question', 'prompt', 'header')
    if (!question) return []
    const options = Array.isArray(fields?.options) ? fields.options : []
    return [{ question, options: options.flatMap((option) => text(option) ?? text(record(option)?.label) ?? []) }]
  })
  return found.length === 0 ? null : { kind: 'question', questions: found }
}

/** Work for a sub-agent: its name or kind, and what it is asked to do. */
export const subagent: ActionOf = (called) => ({
  kind: 'subagent',
  sessionId: null,
  name: first(called, 'label', 'description', 'subagent_type', 'agent_name', 'agent_type', 'agentId', 'name'),
  task: first(called, 'prompt', 'task', 'message', 'objective'),
})

/** A command that is known by how it ended; what it was stands in its call. */
export const exited = (exitCode: number | null): ToolAction | null =>
  exitCode === null ? null : { kind: 'command', command: '', cwd: null, exitCode }

/** A sub-agent that is known by its session; what it was asked stands in its call. */
export const spawned = (sessionId: string | null, name: string | null = null): ToolAction | null =>
  sessionId === null ? null : { kind: 'subagent', sessionId, name, task: null }

/** Our id of another session of the same agent, by the runtime's own id of it; null where that is none. */
export function besideSession(sessionId: string, foreignId: unknown): string | null {
  const [own, id] = [parseSessionId(sessionId), text(foreignId)]
  return own && id !== null ? makeSessionId({ runtime: own.runtime, agent: own.agent, uuid: safeId(id) }) : null
}
