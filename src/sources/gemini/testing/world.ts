import { appendFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporary } from '../../../lib/testing/temporary.ts'
import type { World } from '../../source.contract.ts'
import { createGemini } from '../gemini.ts'

const recorded = join(import.meta.dir, '../../../../tests/homes/gemini')
export const now = Date.UTC(2026, 10, 22)

export const geminiIn = (...folders: string[]) => createGemini(folders, () => now)

/** A message of the model; the counts are input, cached input, output, thoughts. */
export function message(id: string, at: number, [input, cached, output, thoughts]: number[], more: object = {}) {
  const total = input! + output! + thoughts!
  const tokens = { input, cached, output, thoughts, tool: 0, total }
  return {
    id,
    timestamp: new Date(at).toISOString(),
    type: 'gemini',
    content: 'Aye.',
    model: 'gemini-2.5-pro',
    tokens,
    ...more,
  }
}

const later = Date.UTC(2026, 10, 21, 20)

/** The recorded home, in a folder of its own. */
export function geminiHome() {
  const home = temporary('gemini')
  for (const part of ['tmp', 'projects.json']) cpSync(join(recorded, part), home.at(part), { recursive: true })
  const chats = home.at('tmp', 'boat', 'chats')
  const [first = ''] = readdirSync(chats).sort()
  return { ...home, first: join(chats, first) }
}

/** A current home, with chats in files of lines. */
export function linesWorld(): World {
  const home = geminiHome()
  let added = 0
  const next = () => `${JSON.stringify(message(`m${++added}`, later + added, [1_000 * added, 0, 10, 1]))}\n`
  return {
    source: () => geminiIn(home.path),
    absent: () => ({ source: geminiIn(home.at('nowhere')), where: home.at('nowhere') }),
    get calls() {
      return 3 + added
    },
    answer() {
      const text = next()
      appendFileSync(home.first, text)
      return Buffer.byteLength(text)
    },
    garble: () => appendFileSync(home.first, '{"type":"gemini","tokens":\n'),
    ruin() {
      writeFileSync(home.first, 'no more words\n'.repeat(100))
      return 3 + added
    },
    tear() {
      const words = next()
      appendFileSync(home.first, words.slice(0, 60))
      return () => appendFileSync(home.first, words.slice(60))
    },
    [Symbol.dispose]: home[Symbol.dispose],
  }
}

/** A home of older versions, with chats that are one object each and are rewritten with each message. */
export function objectsWorld(): World {
  const home = temporary('gemini')
  const later = Date.now() - 3_600_000
  const source = (folder: string) => createGemini([folder])
  const chats = home.at('tmp', 'c0ffee'.padEnd(64, '0'), 'chats')
  mkdirSync(chats, { recursive: true })
  const [one, other] = ['session-1.json', 'session-2.json'].map((name) => join(chats, name)) as [string, string]
  const messages: object[] = []
  let added = 0
  const words = () =>
    JSON.stringify({ sessionId: 'one', projectHash: 'x', startTime: new Date(later).toISOString(), messages }, null, 2)
  const add = () => messages.push(message(`m${++added}`, later + added, [1_000 * added, 400, 10, 1]))
  const write = () => writeFileSync(one, words())
  for (let number = 0; number < 3; number++) add()
  write()
  writeFileSync(other, JSON.stringify({ sessionId: 'other', messages: [message('m1', later, [9, 0, 9, 9])] }))
  return {
    source: () => source(home.path),
    absent: () => ({ source: source(home.at('nowhere')), where: home.at('nowhere') }),
    get calls() {
      return added + 1
    },
    answer() {
      add()
      write()
      return Buffer.byteLength(words())
    },
    garble() {
      messages.push(message('broken', later, [-5, 0, 1, 1]))
      write()
    },
    ruin() {
      writeFileSync(other, 'no more words')
      return 1
    },
    tear() {
      add()
      const whole = words()
      writeFileSync(one, whole.slice(0, -40))
      return () => writeFileSync(one, whole)
    },
    [Symbol.dispose]: home[Symbol.dispose],
  }
}
