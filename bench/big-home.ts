import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a generated home adds up to. */
export type Known = { files: number; bytes: number; calls: number; tokens: number; usd: number }

/**
 * Writes a JSONL home of about `bytes`: agents, sessions of many turns with long tool results between them, as real
 * ones have. The same seed gives the same home.
 */
export function bigHome(path: string, { seed, bytes }: { seed: number; bytes: number }): Known {
  let state = seed
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
  const filler = 'The quick brown fox jumps over the lazy dog while the harbour lights come on one by one. '.repeat(60)
  const known: Known = { files: 0, bytes: 0, calls: 0, tokens: 0, usd: 0 }
  const begin = Date.parse('2026-10-01T08:00:00Z')
  const models = ['anthropic/claude-sonnet-4-6', 'anthropic/claude-haiku-4-5', 'openai/gpt-5.1']

  for (let session = 0; known.bytes < bytes; session++) {
    const agent = `agent${session % 8}`
    const folder = join(path, 'agents', agent, 'sessions')
    mkdirSync(folder, { recursive: true })
    const id = `${hex(session, 8)}-0000-4000-8000-${hex(seed, 12)}`
    let at = begin + session * 600_000
    const lines: string[] = [
      JSON.stringify({
        type: 'session',
        version: 3,
        id,
        timestamp: new Date(at).toISOString(),
        cwd: `/home/user/project${session % 12}`,
      }),
    ]
    const [provider, model] = models[session % models.length]!.split('/')
    for (let turn = 0; turn < 20 + random(60); turn++) {
      at += 1_000 + random(9_000)
      const timestamp = new Date(at).toISOString()
      const entry = (message: object) =>
        JSON.stringify({
          type: 'message',
          id: hex(session * 1_000 + turn * 3 + lines.length, 8),
          parentId: null,
          timestamp,
          message,
        })
      lines.push(
        entry({
          role: 'user',
          content: [{ type: 'text', text: `Question ${turn}: ${filler.slice(0, 100 + random(400))}` }],
          timestamp: at,
        }),
      )
      const usage = {
        input: 50 + random(4_000),
        output: 20 + random(900),
        cacheRead: random(60_000),
        cacheWrite: random(2_000),
      }
      const total = Math.round(usage.input * 3 + usage.output * 15 + usage.cacheRead * 0.3) / 1e6
      lines.push(
        entry({
          role: 'assistant',
          content: [{ type: 'toolCall', id: `call_${turn}`, name: 'exec', arguments: { command: 'ls -la' } }],
          provider,
          model,
          usage: {
            ...usage,
            totalTokens: usage.input + usage.output + usage.cacheRead + usage.cacheWrite,
            cost: { total },
          },
          stopReason: turn % 2 ? 'stop' : 'toolUse',
          timestamp: at + 500,
        }),
      )
      lines.push(
        entry({
          role: 'toolResult',
          toolCallId: `call_${turn}`,
          toolName: 'exec',
          content: [{ type: 'text', text: filler.slice(0, 500 + random(4_500)) }],
          isError: false,
          timestamp: at + 700,
        }),
      )
      known.calls++
      known.tokens += usage.input + usage.output + usage.cacheRead + usage.cacheWrite
      known.usd += total
    }
    const text = `${lines.join('\n')}\n`
    writeFileSync(join(folder, `${id}.jsonl`), text)
    known.files++
    known.bytes += text.length
  }
  return known
}

const hex = (number: number, length: number) => number.toString(16).padStart(length, '0').slice(-length)
