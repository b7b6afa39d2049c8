import { expect, test } from 'bun:test'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { indexOnce } from '../../indexing/testing/index-all.ts'
import { createClaudeCode } from './claude-code.ts'
import { answerLine, emptyFolder } from './testing/home.ts'

/**
 * The conversation of a session of Claude Code 2.1.332 whose model called WebSearch once, and the tool searched twice.
 * By the command line itself each answer cost 0.001573 dollars, in the US only, and the two searches 0.02.
 */
const recorded = readFileSync(join(import.meta.dir, 'testing/web-search.jsonl'), 'utf8')
  .trim()
  .split('\n')
const at = recorded.findIndex((line) => line.includes('"toolUseResult"'))
const answer = 1_573

const claudeCodeIn = (path: string) => createClaudeCode({ folders: [path], now: () => Date.UTC(2026, 10, 30) })

type Row = { searches: number; usd: number }

/** The answers in the index after one more pass over a folder. */
async function indexed(folder: ReturnType<typeof emptyFolder>): Promise<[searches: number, microdollars: number][]> {
  const { index, unread } = await indexOnce(() => [claudeCodeIn(folder.path)], { path: folder.at('index.sqlite') })
  expect(unread()).toEqual([])
  const rows = index.$client
    .query<Row, []>(
      "SELECT searches, cost_usd AS usd FROM usage WHERE counted = 1 AND model LIKE '%haiku%' ORDER BY at",
    )
    .all()
  index.$client.close()
  return rows.map(({ searches, usd }) => [searches, Math.round(usd * 1e6)])
}

test('searches of a tool belong to the answer that called it, at a cent each', async () => {
  using folder = emptyFolder()
  folder.write('-home-user-boat/s.jsonl', recorded)
  expect(await indexed(folder)).toEqual([
    [2, answer + 20_000],
    [0, answer],
  ])
})

test('a result that is written after the answer was read is added to it, once', async () => {
  using folder = emptyFolder()
  const path = folder.write('-home-user-boat/s.jsonl', recorded.slice(0, at))
  expect(await indexed(folder)).toEqual([[0, answer]])
  folder.write('-home-user-boat/s.jsonl', recorded.slice(at, at + 1))
  expect(await indexed(folder)).toEqual([[2, answer + 20_000]])
  folder.write('-home-user-boat/s.jsonl', recorded.slice(at + 1))
  expect(await indexed(folder)).toHaveLength(2)
  // A copy of the conversation in a file of its own holds the same answers.
  appendFileSync(path.replace('s.jsonl', 'copy.jsonl'), `${recorded.join('\n')}\n`)
  expect(await indexed(folder)).toEqual([
    [2, answer + 20_000],
    [0, answer],
  ])
})

test('a search in the middle of a long transcript is found among lines that are not parsed', async () => {
  using folder = emptyFolder()
  const others = Array.from({ length: 500 }, () => answerLine({ timestamp: '2026-11-29T10:00:00.000Z' }))
  const talk = others.map(({ parentUuid: _, ...line }, n) => ({ parentUuid: `p${n}`, ...line, type: 'user' }))
  const plain = talk.map(({ message: _, ...line }) => ({ ...line, message: { role: 'user', content: 'Aye.' } }))
  folder.write('-home-user-boat/s.jsonl', [...others, ...plain, ...recorded, ...plain, ...others])
  expect(await indexed(folder)).toEqual([
    [2, answer + 20_000],
    [0, answer],
  ])
})

test('a search that failed costs nothing, and searches of the answer itself are added', async () => {
  using folder = emptyFolder()
  const [before, , result] = [recorded.slice(0, at - 1), recorded[at - 1]!, recorded[at]!]
  const own = recorded[at - 1]!.replace('"web_search_requests":0', '"web_search_requests":3')
  const failed = result.replace(/\{"tool_use_id":"srvtoolu_025".*?\]\}/, '"Web search error: unavailable"')
  expect([own, failed]).not.toEqual([recorded[at - 1], result])
  folder.write('-home-user-boat/s.jsonl', [...before.slice(0, -1), own, failed])
  expect(await indexed(folder)).toEqual([[4, answer + 40_000]])
})
