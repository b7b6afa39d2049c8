import { expect, test } from 'bun:test'
import type { Fact } from '../../facts/fact.ts'
import { skim } from './skim.ts'
import { answerLine, claudeCodeIn, emptyFolder } from './testing/home.ts'

const skimmed = (line: object) => {
  const bytes = Buffer.from(`before\n${JSON.stringify(line)}\nbehind`)
  return skim(bytes, 7, bytes.length - 7)
}

/** A line as Claude Code orders its fields. */
function written({ id = 'msg_1', request = 'req_1', said = 'Aye.', stop = null as string | null, ...usage }) {
  const { message, requestId: _, type, uuid, timestamp, ...envelope } = answerLine()
  const { model, role } = message as { model: string; role: string }
  return {
    ...envelope,
    message: {
      model,
      id,
      type: 'message',
      role,
      content: [{ type: 'text', text: said }],
      stop_reason: stop,
      stop_sequence: null,
      usage: { input_tokens: 5, cache_creation_input_tokens: 0, output_tokens: 1, service_tier: 'standard', ...usage },
    },
    requestId: request,
    type,
    uuid,
    timestamp,
  }
}

test('what the model said is left out, whatever it looks like', () => {
  for (const said of [
    'x',
    '"content":[',
    '],"stop_reason":null',
    '"usage":{"output_tokens":9}',
    '"message":{',
    '🧀 ü',
  ]) {
    const { message, ...line } = written({ said })
    expect(JSON.parse(skimmed({ ...line, message })!.text)).toEqual({ ...line, message: { ...message, content: [] } })
  }
})

test('a line in which a name stands twice, or none of them, is parsed as a whole', () => {
  const line = written({})
  const { message } = line
  const content = (block: object) => ({ ...line, message: { ...message, content: [block] } })
  expect(skimmed(content({ type: 'tool_use', input: { message: { a: 1 } } }))).toBeUndefined()
  expect(skimmed(content({ type: 'tool_use', input: { usage: { output_tokens: 1 } } }))).toBeUndefined()
  expect(skimmed({ ...line, message: 'no answer' })).toBeUndefined()
  expect(skimmed({ ...line, message: { ...message, content: 'a text' } })).toBeUndefined()
})

test('lines are of one answer only where everything but output, stop, own id and time is the same', () => {
  const { same } = skimmed(written({}))!
  expect(same).toBeDefined()
  expect(skimmed(written({ output_tokens: 99, stop: 'tool_use' }))!.same).toEqual(same)
  expect(skimmed({ ...written({}), timestamp: '2026-11-21T17:00:00.000Z' })!.same).toEqual(same)
  const others = [
    written({ id: 'msg_2' }),
    written({ request: 'req_2' }),
    written({ input_tokens: 6 }),
    written({ service_tier: 'priority' }),
    { ...written({}), isSidechain: true },
    { ...written({}), costUSD: 1 },
  ]
  for (const other of others) expect(skimmed(other)!.same).not.toEqual(same)
  const { requestId: _, ...nameless } = written({})
  expect(skimmed(nameless)!.same).toBeUndefined()
})

/** Reads one transcript and answers its facts and how many lines were parsed. */
async function read(lines: object[]) {
  using folder = emptyFolder()
  folder.write('-b/s.jsonl', lines)
  const source = claudeCodeIn(folder.path)
  const facts: Fact[] = []
  for await (const batch of source.read(() => undefined, new AbortController().signal)) facts.push(...batch.facts)
  return { facts, parsed: source.work().entries }
}

test('of the lines of one answer one is parsed, and it is the one that counts', async () => {
  const answers = 200
  const outputs = [
    [1, 1, 80],
    [7, 7, 7],
    [90, 1, 2],
    [64, 64, 64],
  ]
  const lines = Array.from({ length: answers }, (_, n) =>
    outputs[n % outputs.length]!.map((output, block) =>
      written({ id: `msg_${n}`, request: `req_${n}`, output_tokens: output, stop: block === 2 ? 'tool_use' : null }),
    ),
  ).flat()
  const whole = await read(lines)
  const usage = whole.facts.filter((fact) => fact.kind === 'usage')
  expect(usage.map(({ tokens }) => tokens.output)).toEqual(
    Array.from({ length: answers }, (_, n) => Math.max(...outputs[n % outputs.length]!)),
  )
  expect(usage.some(({ placeholder }) => placeholder)).toBeFalse()
  // A few lines at both ends are always parsed.
  expect(whole.parsed).toBeLessThan(answers + 40)
  expect(whole.parsed).toBeGreaterThanOrEqual(answers)
  // The same as where nothing can be told without parsing: fields in another order.
  const plain = await read(lines.map(({ requestId, ...line }) => ({ requestId, ...line })))
  expect(plain.parsed).toBe(lines.length)
  expect(plain.facts).toEqual(whole.facts)
})
