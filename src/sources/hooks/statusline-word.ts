import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LimitFact } from '../../facts/fact.ts'
import type { StatedFigure } from '../../facts/stated-figure.ts'
import { maxStatuslineBytes, type StatuslineWord } from '../../facts/statusline.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import { quarterMs } from '../../lib/timezone.ts'
import { id, number, problemWithTime, record, word } from '../common/parse-values.ts'

/** A word of a status line out of what its line holds; undefined for anything else. */
export function statuslineWordIn(said: Record<string, unknown> | undefined): StatuslineWord | undefined {
  const key = id(said?.key)
  const at = number(said?.at)
  if (said?.kind !== 'statusline' || said.runtime !== 'claude-code' || key === null || at === null) return undefined
  return {
    kind: 'statusline',
    runtime: 'claude-code',
    key,
    model: word(said.model),
    usd: number(said.usd),
    limits: (Array.isArray(said.limits) ? said.limits : []).flatMap((foreign) => {
      const window = record(foreign)
      const name = word(window?.name)
      const usedPercent = number(window?.usedPercent)
      return name === null || usedPercent === null ? [] : [{ name, usedPercent, resetsAt: number(window?.resetsAt) }]
    }),
    pid: number(said.pid),
    startTime: number(said.startTime),
    at,
  }
}

/**
 * What a word states of costs: the counter of its process at that time. Of a quarter of an hour the last reading of each
 * session is kept, so that what was spent can be told by day. None where it states no cost, or its clock is wrong (`now` in ms).
 */
export function figuresIn(
  { runtime, key, model, usd, pid, startTime, at }: StatuslineWord,
  now: number,
): StatedFigure[] {
  if (usd === null || problemWithTime(at, now) !== undefined) return []
  const counter = `statusline ${pid === null ? key : `${pid}-${startTime ?? 0}`}`
  return [
    {
      key: `${counter} ${key} ${Math.floor(at / quarterMs)}`,
      witness: 'statusline',
      runtime,
      provider: '',
      model: model ?? '',
      sessionKey: key,
      counter,
      since: at,
      at,
      usd,
      tokens: null,
      saidAt: at,
      note: '',
    },
  ]
}

/** The windows of a Claude subscription that we know by name; others of later versions keep theirs. */
const windows: Record<string, { name: string; windowMinutes: number }> = {
  five_hour: { name: '5 hours', windowMinutes: 300 },
  seven_day: { name: 'week', windowMinutes: 10_080 },
}

/** How much of a subscription is used by a word; none where its clock is wrong (`now` in ms). */
export function limitsIn({ runtime, limits, at }: StatuslineWord, now: number): LimitFact[] {
  if (problemWithTime(at, now) !== undefined) return []
  return limits.flatMap(({ name, usedPercent, resetsAt }) => {
    // A name becomes a part of an id.
    if (!/^[a-z0-9_]{1,40}$/.test(name)) return []
    const known = Object.hasOwn(windows, name) ? windows[name] : undefined
    return {
      kind: 'limit' as const,
      id: `${runtime}:${name}`,
      runtime,
      name: known?.name ?? name.replaceAll('_', ' '),
      usedPercent,
      windowMinutes: known?.windowMinutes ?? null,
      resetsAt,
      plan: null,
      at,
    }
  })
}

/** Words older than this were read long ago, in ms. */
const keptMs = 35 * 86_400_000
const maxFiles = 10_000

/** The last words of sessions that were kept in a folder, the oldest first, whoever listened. Old ones are removed. */
export function keptWords(folder: string, now: number): StatuslineWord[] {
  let names: string[]
  try {
    names = readdirSync(folder).slice(0, maxFiles)
  } catch {
    // No status line has ever said anything.
    return []
  }
  const words = names.flatMap((name) => {
    const path = join(folder, name)
    try {
      if (now - statSync(path).mtimeMs > keptMs) {
        rmSync(path, { force: true })
        return []
      }
      const text = name.endsWith('.json') ? readForeignFile(path, maxStatuslineBytes).toString('utf8') : '{}'
      return statuslineWordIn(record(JSON.parse(text))) ?? []
    } catch {
      // It is being written, or is none of ours.
      return []
    }
  })
  return words.sort((a, b) => a.at - b.at)
}
