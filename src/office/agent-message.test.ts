import { expect, test } from 'bun:test'
import type { TranscriptItem } from '../facts/transcript.ts'
import { messagesIn } from './agent-message.ts'

type Called = { tool?: string; at?: number | null; input?: unknown; result?: unknown; isError?: boolean; ends?: number }

const text = (value: unknown) => {
  const written = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return { text: written, truncated: false, bytes: written.length }
}
const call = ({ tool = 'sessions_send', at = 100, input, result, isError = false, ends = 900 }: Called) =>
  ({
    kind: 'tool',
    id: '7',
    callId: 'c1',
    at,
    tool,
    action: null,
    argument: null,
    input: input === undefined ? null : text(input),
    result: result === undefined ? null : { ...text(result), isError, pictures: [] },
    endedAt: result === undefined ? null : ends,
  }) satisfies TranscriptItem

const told = (called: Called) =>
  messagesIn([call(called)], { fromId: 'openclaw:main', agentId: 'openclaw:main' }).map(
    ({ fromId, toId, at }) => `${fromId} to ${toId} at ${at}`,
  )
const toForge = { sessionKey: 'agent:forge:main', message: 'Is it done?' }
const sent = 'openclaw:main to openclaw:forge at 100'

const rows: [what: string, called: Called, messages: string[]][] = [
  ['words to the session of another agent', { input: toForge }, [sent]],
  ['words to an agent by its name', { input: { agentId: 'forge', message: 'Hm' } }, [sent]],
  ['a label is known once the result names its session', { input: { label: 'the forge', message: 'Hm' } }, []],
  ['', { input: { label: 'x' }, result: { status: 'accepted', sessionKey: 'agent:forge:main' } }, [sent]],
  [
    'an answer comes back when the call ends',
    { input: toForge, result: { status: 'ok', reply: 'Yes.', sessionKey: 'agent:forge:main' } },
    [sent, 'openclaw:forge to openclaw:main at 900'],
  ],
  ['nobody answered in time', { input: toForge, result: { status: 'timeout' } }, [sent]],
  ['what was forbidden told nobody anything', { input: toForge, result: { status: 'forbidden' } }, []],
  ['nor did what failed', { input: toForge, result: 'no such session', isError: true }, []],
  ['who writes to itself tells nobody', { input: { sessionKey: 'agent:main:helm', message: 'x' } }, []],
  ['without a time it is not known when', { at: null, input: toForge }, []],
  ['another tool', { tool: 'exec', input: toForge }, []],
  ['a name that is none', { input: { agentId: '../forge', message: 'x' } }, []],
  ['torn JSON', { input: '{"sessionKey": "agent:forge:main", "mess' }, [sent]],
  ['nothing at all', {}, []],
]
for (const [what, called, messages] of rows)
  test(what || 'a label that was found', () => expect(told(called)).toEqual(messages))

test('the same call always has the same id, and a sub-agent writes as itself', () => {
  const from = { fromId: 'openclaw.main.c', agentId: 'openclaw:main' }
  const [first] = messagesIn([call({ input: toForge })], from)
  const [again] = messagesIn([call({ input: toForge, result: { status: 'accepted' } })], from)
  expect(first).toEqual(again!)
  expect(first!.fromId).toBe('openclaw.main.c')
})
