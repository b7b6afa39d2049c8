import { withOutcome } from '../../../../src/facts/join-tool.ts'
import type { TranscriptItem, TranscriptPage, TranscriptTool } from '../../../../src/facts/transcript.ts'

/** A loaded page: its items, and the cursors of its neighbours. */
export type LoadedPage = Pick<TranscriptPage, 'items' | 'nextCursor' | 'previousCursor'>

/** As many pages are loaded at once. Pages further away are fetched again when the reader comes near. */
export const maxPages = 5

/** Adds an older page in front and drops the page furthest from it. */
export const prependPage = (pages: LoadedPage[], page: LoadedPage): LoadedPage[] => [page, ...pages].slice(0, maxPages)

/**
 * Adds newer items at the end and drops the oldest page. A few items join the last page, so that following a session
 * does not make a page of each line.
 */
export function appendPage(pages: LoadedPage[], page: LoadedPage, pageSize: number): LoadedPage[] {
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

/** All items in order and without repeats, each result joined to its call, also across pages. */
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

/** The item that shows an item: of a result that was joined to its call, the call; itself for any other. */
export function shownBy(pages: LoadedPage[], itemId: string): string {
  const items = pages.flatMap((page) => page.items)
  const answer = items.find(({ id }) => id === itemId)
  if (answer?.kind !== 'tool' || !isAnswer(answer)) return itemId
  return items.find((item) => item.kind === 'tool' && !isAnswer(item) && item.callId === answer.callId)?.id ?? itemId
}

type Tool = TranscriptItem & TranscriptTool
const joins = new WeakMap<Tool, Tool>()

/** Joins a result to its call. The same call and result give the same object, so that its line stays. */
function joined(call: Tool, answer: Tool): Tool {
  const known = joins.get(call)
  if (known && known.result === answer.result) return known
  const join = withOutcome(call, answer)
  joins.set(call, join)
  return join
}

/** Whether an item is a result without its call. */
const isAnswer = (tool: TranscriptTool) => tool.input === null && tool.result !== null
