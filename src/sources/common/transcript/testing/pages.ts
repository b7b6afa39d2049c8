import { expect } from 'bun:test'
import { withOutcome } from '../../../../facts/join-tool.ts'
import type { TranscriptItem, TranscriptPage, TranscriptQuery } from '../../../../facts/transcript.ts'

/** Items with results put where their calls are, as a reader of several pages does. */
export function joined(items: TranscriptItem[]): TranscriptItem[] {
  const all = structuredClone(items)
  return all.filter((item, place) => {
    if (item.kind !== 'tool' || item.input !== null) return true
    const call = all.slice(0, place).findLast((one) => one.kind === 'tool' && one.callId === item.callId && one.input)
    if (call?.kind !== 'tool' || call.result) return true
    Object.assign(call, withOutcome(call, item))
    return false
  })
}

/**
 * Expects the pages of a transcript of at most 400 items, of every size asked for and read both ways, to be the whole.
 * Answers the whole.
 */
export function expectPagesToBeWhole(
  read: (query: Partial<TranscriptQuery>) => TranscriptPage,
  limits = [1, 2, 3, 7],
): TranscriptPage {
  const whole = read({ limit: 400 })
  expect(whole.previousCursor).toBeNull()
  expect(new Set(whole.items.map((item) => item.id)).size).toBe(whole.items.length)
  for (const limit of limits) {
    const pages: TranscriptPage[] = []
    for (let page = read({ limit }); ; page = read({ limit, before: page.previousCursor! })) {
      expect(page.items.length).toBeLessThanOrEqual(limit)
      pages.unshift(page)
      if (page.previousCursor === null) break
    }
    expect(joined(pages.flatMap(({ items }) => items))).toEqual(whole.items)
    // The way forwards begins where the first page ended.
    const forwards = [...pages[0]!.items]
    for (let cursor = pages[0]!.nextCursor; ; ) {
      const page = read({ limit, cursor })
      forwards.push(...page.items)
      cursor = page.nextCursor
      if (page.complete) break
      expect(page.items.length).toBe(limit)
    }
    expect(joined(forwards)).toEqual(whole.items)
  }
  return whole
}
