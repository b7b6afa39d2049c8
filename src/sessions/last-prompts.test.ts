import { expect, test } from 'bun:test'
import type { TranscriptItem, TranscriptPage } from '../facts/transcript.ts'
import { message, tool } from '../sources/common/transcript/items.ts'
import { createLastPrompts, lastPromptIn } from './last-prompts.ts'

const asked = (text: string) => message(3, 'user', text) as TranscriptItem
const said = (text: string) => message(4, 'assistant', text) as TranscriptItem

test('the last thing a person asked is one line, and no longer than a row can show', () => {
  expect(lastPromptIn([asked('first'), asked('second\n\n  line'), said('answer')])).toEqual({
    text: 'second line',
    at: 3,
  })
  expect(lastPromptIn([asked('ask'), asked(' \n ')])?.text).toBe('ask')
  expect(lastPromptIn([asked('x'.repeat(900))])?.text).toHaveLength(240)
  expect(lastPromptIn([said('answer'), tool(5, 'c', 'Bash', { command: 'ls' }) as TranscriptItem])).toBeUndefined()
})

/** Transcripts of one page each, or of as many as are given, the newest last. */
function start(pages: Record<string, TranscriptItem[][]>) {
  const reads: string[] = []
  const promptsOf = createLastPrompts(async (id, { before }) => {
    reads.push(id)
    const all = pages[id]
    if (all === undefined) return { kind: 'missing', reason: 'Gone.' }
    const at = before === undefined ? all.length - 1 : Number(before)
    const page = { items: all[at]!, previousCursor: at === 0 ? null : String(at - 1) } as Partial<TranscriptPage>
    return { kind: 'page', page: page as TranscriptPage }
  })
  return {
    reads,
    ask: (...places: { id: string; lastAt: number }[]) => promptsOf(places, new AbortController().signal),
  }
}

test('a transcript is read again only when something was written in it', async () => {
  const { ask, reads } = start({ a: [[asked('one')]], b: [[said('x')]] })
  expect(await ask({ id: 'a', lastAt: 1 }, { id: 'b', lastAt: 1 })).toEqual({
    a: { text: 'one', at: 3 },
    b: { text: null, at: null },
  })
  await ask({ id: 'a', lastAt: 1 }, { id: 'b', lastAt: 1 })
  expect(reads).toEqual(['a', 'b'])
  await ask({ id: 'a', lastAt: 2 })
  expect(reads).toEqual(['a', 'b', 'a'])
})

test('a few pages are looked at, and not a whole transcript', async () => {
  const silent = Array.from({ length: 9 }, () => [said('x')])
  const { ask, reads } = start({ near: [[asked('far')], [said('x')], [said('y')]], far: [[asked('far')], ...silent] })
  expect(await ask({ id: 'near', lastAt: 1 })).toEqual({ near: { text: 'far', at: 3 } })
  expect(await ask({ id: 'far', lastAt: 1 })).toEqual({ far: { text: null, at: null } })
  expect(reads).toEqual(['near', 'near', 'near', 'far', 'far', 'far'])
})

test('one that is gone is left out, and more than 60 are not read at once', async () => {
  const { ask, reads } = start({})
  expect(await ask(...Array.from({ length: 90 }, (_, n) => ({ id: `s${n}`, lastAt: 1 })))).toEqual({})
  expect(reads).toHaveLength(60)
})
