import type { TranscriptItem, TranscriptPage, TranscriptTool } from '../../../src/facts/transcript.ts'

/** A page as it is kept: what it holds and how to ask for what stands around it. */
export type LoadedPage = Pick<TranscriptPage, 'items' | 'nextCursor' | 'previousCursor'>

/** So many pages are kept at once: what is further away is asked for again when one comes near. */
export const maxPages = 8

/** Puts an older page in front; what is furthest from it is let go. */
export const before = (pages: LoadedPage[], page: LoadedPage): LoadedPage[] => [page, ...pages].slice(0, maxPages)

/**
 * Puts what was written since behind the rest. Few items join the last page, so that following does not make a page of
 * each line; what is oldest is let go.
 */
export function behind(pages: LoadedPage[], page: LoadedPage, pageSize: number): LoadedPage[] {
  const last = pages.at(-1)
  const next =
    last && last.items.length + page.items.length <= pageSize
      ? [
          ...pages.slice(0, -1),
          { items: [...last.items, ...page.items], nextCursor: page.nextCursor, previousCursor: last.previousCursor },
        ]
      : [...pages, page]
  return next.slice(-maxPages)
}

/** All items in order, each result joined to the call it answers, also from another page; nothing twice. */
export function itemsOf(pages: LoadedPage[]): TranscriptItem[] {
  const items: TranscriptItem[] = []
  const seen = new Set<string>()
  const calls = new Map<string, number>()
  for (const item of pages.flatMap((page) => page.items)) {
    if (seen.has(item.id)) continue
    seen.add(item.id)
    const at = item.kind === 'tool' ? calls.get(item.callId) : undefined
    if (at !== undefined && item.kind === 'tool' && isAnswer(item)) {
      const call = items[at] as Tool
      if (call.result === null) {
        items[at] = joined(call, item as Tool)
        continue
      }
    }
    if (item.kind === 'tool' && !isAnswer(item)) calls.set(item.callId, items.length)
    items.push(item)
  }
  return items
}

type Tool = TranscriptItem & TranscriptTool
const joins = new WeakMap<Tool, Tool>()

/** The same call with the same result is the same thing, so that what is drawn of it stays. */
function joined(call: Tool, answer: Tool): Tool {
  const known = joins.get(call)
  if (known && known.result === answer.result) return known
  const join = { ...call, result: answer.result, endedAt: answer.endedAt ?? answer.at }
  joins.set(call, join)
  return join
}

/** A result that stands alone, away from its call. */
const isAnswer = (tool: TranscriptTool) => tool.input === null && tool.result !== null
