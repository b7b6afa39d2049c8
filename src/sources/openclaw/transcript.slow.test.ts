import { expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TranscriptItem, TranscriptPage, TranscriptQuery } from '../../facts/source.ts'
import { copiedHome, type Era, inDatabase } from './testing/home.ts'
import { openClawIn } from './testing/worlds.ts'

function reading(home: string, id: string) {
  const source = openClawIn(home)
  const answer = (query: Partial<TranscriptQuery> = {}) =>
    source.transcript(() => undefined, id, { limit: 100, ...query })
  function read(query: Partial<TranscriptQuery> = {}): TranscriptPage {
    const said = answer(query)
    if (said?.kind !== 'page') throw new Error(JSON.stringify(said))
    return said.page
  }
  return { answer, read }
}

/** Every session of a recorded home, by our id. */
function sessionsOf(home: string, era: Era): string[] {
  return readdirSync(join(home, 'agents')).flatMap((agent) => {
    if (era === '2026.3.24')
      return readdirSync(join(home, 'agents', agent, 'sessions'))
        .filter((file) => file.includes('.jsonl'))
        .map((file) => `openclaw.${agent}.${file.split('.')[0]}`)
    return inDatabase(home, agent, (database) => [
      ...database.query<{ id: string }, []>('SELECT DISTINCT session_id AS id FROM transcript_events').all(),
      ...database.query<{ id: string }, []>('SELECT session_id AS id FROM session_transcript_archives').all(),
    ]).map(({ id }) => `openclaw.${agent}.${id}`)
  })
}

/** Items with results put where their calls are, as a reader of several pages does. */
function joined(items: TranscriptItem[]) {
  const all = structuredClone(items)
  return all.filter((item, place) => {
    if (item.kind !== 'tool' || item.input !== null) return true
    const call = all.slice(0, place).findLast((one) => one.kind === 'tool' && one.callId === item.callId && one.input)
    if (call?.kind !== 'tool' || call.result) return true
    call.result = item.result
    call.endedAt = item.endedAt
    return false
  })
}

for (const era of ['2026.9.6', '2026.3.24'] as Era[])
  test(`the pages of every session of ${era}, of every size and both ways, are the whole`, () => {
    using home = copiedHome(era)
    let items = 0
    for (const id of sessionsOf(home.path, era)) {
      const { read } = reading(home.path, id)
      const whole = read({ limit: 400 })
      items += whole.items.length
      expect(whole.previousCursor).toBeNull()
      expect(whole.items.some((item) => item.kind === 'note' && item.note === 'unreadable')).toBeFalse()
      expect(new Set(whole.items.map((item) => item.id)).size).toBe(whole.items.length)
      for (const limit of [1, 2, 3, 7]) {
        const back: TranscriptItem[][] = []
        const pages: TranscriptPage[] = []
        for (let page = read({ limit }); ; page = read({ limit, before: page.previousCursor! })) {
          expect(page.items.length).toBeLessThanOrEqual(limit)
          back.unshift(page.items)
          pages.unshift(page)
          if (page.previousCursor === null) break
        }
        expect(joined(back.flat())).toEqual(whole.items)
        // And forwards again, from where the first page ended.
        const forth = [...pages[0]!.items]
        for (let cursor = pages[0]!.nextCursor; ; ) {
          const page = read({ limit, cursor })
          forth.push(...page.items)
          cursor = page.nextCursor
          if (page.complete) break
          expect(page.items.length).toBe(limit)
        }
        expect(joined(forth)).toEqual(whole.items)
      }
    }
    expect(items).toBeGreaterThan(100)
  })
