import { appendFileSync, cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporary } from '../../../lib/testing/temporary.ts'
import type { World } from '../../source.contract.ts'
import { createCodex } from '../codex.ts'
import { count, now } from './lines.ts'

const recorded = join(import.meta.dir, '../../../../tests/homes/codex')
/** The recorded home, in a folder of its own. */
export function codexHome() {
  const home = temporary('codex')
  for (const part of ['sessions', 'archived_sessions']) cpSync(join(recorded, part), home.at(part), { recursive: true })
  const [first = '', archived = ''] = ['sessions', 'archived_sessions'].map((part) =>
    home.at(part, [...new Bun.Glob('**/*.jsonl').scanSync(home.at(part))].sort()[0]!),
  )
  return { ...home, first, archived }
}

export const codexIn = (...homes: string[]) => createCodex(homes, () => now)

export function codexWorld(): World {
  const home = codexHome()
  let added = 0
  const next = () => {
    added++
    const at = new Date(Date.UTC(2026, 10, 21, 20) + added).toISOString()
    return `${JSON.stringify(count(at, [6_000 + 1_000 * added, 2_400, 156 + 50 * added, 36]))}\n`
  }
  return {
    source: () => codexIn(home.path),
    absent: () => ({ source: codexIn(home.at('nowhere')), where: home.at('nowhere') }),
    get calls() {
      return 9 + added
    },
    answer() {
      const text = next()
      appendFileSync(home.first, text)
      return Buffer.byteLength(text)
    },
    garble: () => appendFileSync(home.first, '{"type":"event_msg","payload":{"type":"token_count"\n'),
    ruin() {
      writeFileSync(home.archived, 'no more words\n'.repeat(100))
      return 1
    },
    tear() {
      const words = next()
      appendFileSync(home.first, words.slice(0, 100))
      return () => appendFileSync(home.first, words.slice(100))
    },
    [Symbol.dispose]: home[Symbol.dispose],
  }
}
