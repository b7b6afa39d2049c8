import type { ToolAction } from '../../../../../src/facts/tool-action.ts'
import type { TranscriptItem, TranscriptText } from '../../../../../src/facts/transcript.ts'
import { sampleNow } from '../../../../testing/samples.ts'

/** Items of a transcript as sources yield them, for tests of its lines. */

export const sampleText = (text: string, rest: Partial<TranscriptText> = {}): TranscriptText => ({
  text,
  truncated: false,
  bytes: text.length,
  ...rest,
})

type Kind<Name extends TranscriptItem['kind']> = Extract<TranscriptItem, { kind: Name }>

export const sampleMessage = (id: string, text: string, rest: Partial<Kind<'message'>> = {}): Kind<'message'> => ({
  id,
  at: sampleNow,
  kind: 'message',
  role: 'assistant',
  sender: null,
  ...sampleText(text),
  pictures: [],
  model: null,
  costUsd: null,
  stopReason: null,
  ...rest,
})

export const sampleTool = (
  id: string,
  action: ToolAction | null,
  result: string | null = 'the result',
  rest: Partial<Kind<'tool'>> = {},
): Kind<'tool'> => ({
  id,
  at: sampleNow,
  kind: 'tool',
  callId: id,
  tool: 'a-tool',
  action,
  argument: 'the argument',
  input: sampleText('{ "the": "input" }'),
  result: result === null ? null : { ...sampleText(result), isError: false, pictures: [] },
  endedAt: sampleNow + 1_300,
  ...rest,
})

/** One of each kind of action: what does not stand here does not compile. */
export const sampleActions: { [K in ToolAction['kind']]: Extract<ToolAction, { kind: K }> } = {
  command: { kind: 'command', command: 'bun test\nbun run lint', cwd: '/boat', exitCode: 2 },
  edit: {
    kind: 'edit',
    changes: [
      {
        path: 'src/a.ts',
        change: 'edit',
        movedTo: null,
        added: 2,
        removed: 1,
        truncated: false,
        hunks: [
          { oldStart: 88, newStart: 88, lines: [' same', '-const token = last', '+const token = fresh', '+more'] },
        ],
      },
    ],
  },
  read: { kind: 'read', path: 'src/a.ts', fromLine: 1, lines: 212 },
  search: { kind: 'search', pattern: 'flushed', path: 'src' },
  web: { kind: 'web', query: null, url: 'https://a.example/page' },
  todos: {
    kind: 'todos',
    todos: [
      { text: 'First', state: 'done' },
      { text: 'Second', state: 'active' },
      { text: 'Third', state: 'open' },
      { text: 'Fourth', state: 'cancelled' },
    ],
  },
  plan: { kind: 'plan', text: '# The plan\n\n1. Wait\n2. Run' },
  question: { kind: 'question', questions: [{ question: 'Push it?', options: ['Yes', 'No'] }] },
  subagent: { kind: 'subagent', sessionId: null, name: 'bisect', task: 'Find **it**.' },
}
