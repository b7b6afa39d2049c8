import { expect, test } from 'bun:test'
import { appendFileSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { parseSessionId } from '../../ids.ts'
import { indexOnce, startIndex } from '../../indexing/testing/index-all.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { context, count, line, meta } from './testing/lines.ts'
import { codexHome, codexIn } from './testing/world.ts'

type Row = {
  id: string
  kind: string
  parent_key: string | null
  first_prompt: string
  last_role: string
  stop_reason: string
}

const write = (path: string, lines: (object | string)[]) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, lines.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join(''))
}

/** The index after one pass over a home: all tokens, answers, and unreadable places. */
async function indexed(home: string) {
  await using started = await indexOnce(() => [codexIn(home)])
  const { calls, index, unread } = started
  const sums = index.$client
    .query<Record<string, number>, []>(
      'SELECT sum(input) AS input, sum(cache_read) AS cacheRead, sum(output) AS output, sum(reasoning) AS reasoning, sum(tier) AS tier FROM usage',
    )
    .get()!
  const sessions = index.$client.query<Row, []>('SELECT * FROM sessions ORDER BY started_at, id').all()
  const limits = index.$client.query<{ id: string; name: string }, []>('SELECT * FROM limits').all()
  return { calls: calls(), sums, sessions, limits, reasons: unread().map(({ reason }) => reason) }
}

test('the recorded home comes to what the fake model was asked: nine answers, none twice', async () => {
  using home = codexHome()
  const { calls, sums, sessions, limits, reasons } = await indexed(home.path)
  expect([calls, reasons]).toEqual([9, []])
  // The sums of the 1st to 9th answers: multiples of 1,000 and 400, and of 50 and 10 more.
  expect(sums).toEqual({
    input: 45 * 600,
    cacheRead: 45 * 400,
    output: 9 * 50 + 45,
    reasoning: 9 * 10 + 45,
    tier: 1,
  })
  expect(sessions.map(({ first_prompt, kind, stop_reason }) => [first_prompt, kind, stop_reason])).toEqual([
    ['look around', 'direct', 'stop'],
    ['another way', 'direct', 'stop'],
    ['in a hurry', 'direct', 'stop'],
    ['send a mate', 'direct', 'stop'],
    ['scrub the deck', 'subagent', 'stop'],
  ])
  expect(sessions[4]!.parent_key).toBe(parseSessionId(sessions[3]!.id)!.uuid)
  for (const { id } of sessions) expect(id).toMatch(/^codex\.boat-[0-9a-f]{6}\.[0-9a-f-]{36}$/)
  expect(limits).toMatchObject([
    { id: 'codex:primary', name: '5 hours', used_percent: 12.5, window_minutes: 300, resets_at: 1_795_000_000_000 },
    { id: 'codex:secondary', name: 'week', used_percent: 40 },
  ])
})

test('a session that is archived while we look is not counted again', async () => {
  using home = codexHome()
  await using started = startIndex(() => [codexIn(home.path)])
  await started.until(started.isDone)
  const archived = home.at('archived_sessions', basename(home.first))
  renameSync(home.first, archived)
  await Bun.sleep(200)
  appendFileSync(archived, `${JSON.stringify(count('2026-11-21T20:00:00Z', [6_100, 2_400, 160, 36]))}\n`)
  await started.until(() => started.calls() === 10)
  expect(Object.values(started.sums())).toMatchObject([{ calls: 10, input: 45 * 600 + 100 }])
})

test('of an active and an archived transcript of one name the active one is read', async () => {
  using home = temporary('codex')
  const answers = (...inputs: number[]) => [
    context('2026-11-20T10:00:00Z', 'gpt-5.1'),
    ...inputs.map((input, number) => count(`2026-11-20T10:00:0${number + 1}Z`, [input, 0, 1])),
  ]
  write(home.at('sessions', '2026', 'one.jsonl'), answers(10, 20))
  write(home.at('archived_sessions', '2026', 'one.jsonl'), answers(10, 20, 900))
  write(home.at('archived_sessions', '2025', 'one.jsonl'), answers(5))
  expect((await indexed(home.path)).sums).toMatchObject({ input: 25 })
})

test('a hostile home comes to what can be read of it', async () => {
  using home = temporary('codex')
  const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, second)).toISOString()
  const own = (id: string) => [meta(at(0), id), context(at(0), 'gpt-5.1')]
  const answer = (second: number, input: number) => count(at(second), [input, 0, 0])
  // A line of 16 MB, a torn one, one that is not UTF-8, an empty one, one without its newline: 1 + 2 + 4 answers.
  const text = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'x'.repeat(16 << 20) }] }
  write(home.at('sessions', 'a.jsonl'), [
    ...own('a'),
    answer(1, 1),
    line(at(2), 'response_item', text),
    '',
    '{"type":"event_msg"',
    answer(3, 3),
  ])
  appendFileSync(home.at('sessions', 'a.jsonl'), Buffer.from('{"x":"\xff\xfe"}\n', 'latin1'))
  appendFileSync(home.at('sessions', 'a.jsonl'), JSON.stringify(answer(4, 7)))
  // The same with line ends of Windows, an id that is unsafe in a path, and an impossible time in between.
  write(home.at('sessions', 'b', 'b.jsonl'), [
    '\uFEFF{}\r',
    ...own('../../etc').map((one) => `${JSON.stringify(one)}\r`),
    answer(1, 8),
  ])
  write(home.at('sessions', 'c.jsonl'), [
    ...own('c'),
    count('1970-01-01T00:00:00Z', [100, 0, 0]),
    answer(2, 116),
    answer(3, 50),
    answer(4, -3),
  ])
  symlinkSync(home.path, home.at('sessions', 'loop'))
  symlinkSync(home.at('sessions', 'a.jsonl'), home.at('sessions', 'again.jsonl'))
  write(home.at('sessions', 'notes.txt'), ['nothing'])
  writeFileSync(home.at('sessions', 'empty.jsonl'), '')
  writeFileSync(home.at('config.toml'), 'service_tier = "priority"')

  const { calls, sums, sessions, reasons } = await indexed(home.path)
  expect(calls).toBe(6)
  expect(sums).toMatchObject({ input: 7 + 8 + 16 + 50, tier: 6 })
  expect(reasons.sort()).toEqual([expect.stringContaining('JSON'), 'dated 1970-01-01', 'no answer has -3 input tokens'])
  expect(sessions).toHaveLength(3)
  for (const { id } of sessions) expect(id).toMatch(/^codex\.[a-z0-9-]+\.[A-Za-z0-9_-]+$/)
})

test('a sub-agent stands below the session that sent it, and pays for its own answers alone', async () => {
  using home = temporary('codex')
  const at = (second: number, ms = 0) => new Date(Date.UTC(2026, 10, 20, 10, 0, second, ms)).toISOString()
  write(home.at('sessions', 'mother.jsonl'), [
    meta(at(0), 'mother'),
    count(at(1), [100, 0, 1]),
    count(at(2), [300, 0, 2]),
  ])
  const spawn = { source: { subagent: { thread_spawn: { parent_thread_id: 'mother' } } } }
  const replay = [count(at(5, 1), [100, 0, 1]), count(at(5, 2), [300, 0, 2])]
  write(home.at('sessions', 'child.jsonl'), [meta(at(5), 'child', spawn), ...replay, count(at(9), [340, 0, 3])])
  const { calls, sums, sessions } = await indexed(home.path)
  expect([calls, sums.input]).toEqual([3, 340])
  expect(sessions.map(({ kind, parent_key }) => [kind, parent_key])).toEqual([
    ['direct', null],
    ['subagent', 'mother'],
  ])
})

test('transcripts that name no model are told of', async () => {
  using home = temporary('codex')
  write(home.at('sessions', 'one.jsonl'), [
    meta('2026-11-20T10:00:00Z', 'one'),
    count('2026-11-20T10:00:01Z', [1, 0, 1]),
  ])
  const source = codexIn(home.path)
  for await (const _ of source.read(() => undefined, new AbortController().signal));
  expect(source.report().findings).toMatchObject([{ level: 'info', code: 'model-assumed' }])
})
