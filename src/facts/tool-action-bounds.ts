import { type Bounds, listOf, must, or, orNull, recordOf, withinBounds } from './bounds.ts'
import { choice, count, flag, id, type Kind, name, passage, path } from './kinds.ts'
import type { DiffHunk, FileChange, Todo, ToolAction } from './tool-action.ts'

const maxChanges = 500
const maxHunks = 2_000
const maxLines = 5_000
const maxTodos = 500
const maxQuestions = 20
const maxOptions = 50

const hunk = recordOf<DiffHunk>(
  { oldStart: orNull(count), newStart: orNull(count), lines: or(listOf(passage, maxLines, 'lines'), []) },
  'changed lines',
)

const change = recordOf<FileChange>(
  {
    path: must(path),
    change: must(choice({ create: 1, write: 1, edit: 1, move: 1, delete: 1 })),
    movedTo: orNull(path),
    added: orNull(count),
    removed: orNull(count),
    hunks: or(listOf(hunk, maxHunks, 'changed lines'), []),
    truncated: or(flag, false),
  },
  'a change of a file',
)

const todo = recordOf<Todo>(
  { text: or(passage, ''), state: must(choice({ open: 1, active: 1, done: 1, cancelled: 1 })) },
  'a step',
)

type Question = Extract<ToolAction, { kind: 'question' }>['questions'][number]
const question = recordOf<Question>(
  { question: or(passage, ''), options: or(listOf(passage, maxOptions, 'answers'), []) },
  'a question',
)

type FieldsOf<Name extends ToolAction['kind']> = Omit<Extract<ToolAction, { kind: Name }>, 'kind'>

const actions: { [Name in ToolAction['kind']]: Bounds<FieldsOf<Name>> } = {
  command: { command: must(passage), cwd: orNull(path), exitCode: orNull(exitCode()) },
  edit: { changes: or(listOf(change, maxChanges, 'changes of files'), []) },
  read: { path: must(path), fromLine: orNull(count), lines: orNull(count) },
  search: { pattern: must(passage), path: orNull(path) },
  web: { query: orNull(passage), url: orNull(passage) },
  todos: { todos: or(listOf(todo, maxTodos, 'steps'), []) },
  plan: { text: must(passage) },
  question: { questions: or(listOf(question, maxQuestions, 'questions'), []) },
  subagent: { sessionId: orNull(id), name: orNull(name), task: orNull(passage) },
}

const checks = Object.fromEntries(
  Object.entries(actions).map(([kind, fields]) => [kind, withinBounds(fields as Bounds<object>)]),
) as unknown as Record<ToolAction['kind'], (action: ToolAction, lost: () => void) => ToolAction | undefined>

/** What a tool did, within bounds; one that does not fit is of no use, and the call is shown as JSON. */
export const toolAction: Kind<ToolAction> = {
  what: 'what a tool did',
  fit(value) {
    const { kind } = (value ?? {}) as { kind?: unknown }
    return typeof kind === 'string' && Object.hasOwn(checks, kind)
      ? checks[kind as ToolAction['kind']](value as ToolAction, () => {})
      : undefined
  },
}

/** Systems count exit codes from -2³¹ to 2³²-1. */
function exitCode(): Kind<number> {
  return {
    what: 'an exit code',
    fit: (value) =>
      typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 33 ? value : undefined,
  }
}
