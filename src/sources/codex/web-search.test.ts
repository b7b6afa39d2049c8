import { expect, test } from 'bun:test'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { indexOnce } from '../../indexing/testing/index-all.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { createCodex } from './codex.ts'

type Row = { searches: number; usd: number }

async function indexed(home: string) {
  const once = await indexOnce(() => [createCodex([home], () => Date.UTC(2026, 10, 30))])
  const rows = once.index.$client.query<Row, []>('SELECT searches, cost_usd AS usd FROM usage').all()
  expect(once.unread()).toEqual([])
  once.index.$client.close()
  return rows.map(({ searches, usd }) => [searches, Math.round(usd * 1e6)])
}

/** 600 tokens of input, 400 from the cache and 50 of output of gpt-5.2-codex. */
const tokens = 1_820

test('the two searches of a session of Codex 0.171.0 cost a cent each, and the page that it opened nothing', async () => {
  using folder = temporary('codex-search')
  const path = folder.at('sessions/2026/11/29/rollout-2026-11-29T11-36-00-01a22717-6a02-7be2-892e-397972037169.jsonl')
  mkdirSync(dirname(path), { recursive: true })
  cpSync(join(import.meta.dir, 'testing/web-search.jsonl'), path)
  expect(await indexed(folder.path)).toEqual([[2, tokens + 20_000]])
})

test('what `codex exec --json` printed of it says the same', async () => {
  using folder = temporary('codex-search')
  const found = (id: string, action: object) => ({
    type: 'item.completed',
    item: { id, type: 'web_search', query: '', action },
  })
  const printed = [
    { type: 'thread.started', thread_id: '01a22717-6a02-7be2-892e-397972037169' },
    { type: 'item.started', item: { id: 'item_1', type: 'web_search', action: { type: 'search', query: 'boats' } } },
    found('item_1', { type: 'search', query: 'boats' }),
    found('item_2', { type: 'open_page', url: 'https://example.org/' }),
    found('item_3', { type: 'search', query: 'boats of wood' }),
    {
      type: 'turn.completed',
      model: 'gpt-5.2-codex',
      usage: { input_tokens: 1_000, cached_input_tokens: 400, output_tokens: 50 },
    },
  ]
  mkdirSync(folder.at('sessions'))
  writeFileSync(folder.at('sessions/printed.jsonl'), printed.map((line) => `${JSON.stringify(line)}\n`).join(''))
  expect(await indexed(folder.path)).toEqual([[2, tokens + 20_000]])
})
