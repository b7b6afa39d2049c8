import type { Database } from 'bun:sqlite'
import type { Loss } from '../facts/bounds.ts'
import type { Fact } from '../facts/fact.ts'
import { oneLine } from '../lib/plain-text.ts'
import type { Store } from '../store/store.ts'

/** A commit names no more places of a unit: a file of nothing else must not fill the disk. */
const maxPlaces = 100

/** What stands before the place of a value that was cut, and of one that was refused. */
const marks = { cut: 'cut in ', refused: 'refused in ' } as const

/** Writes which places of foreign data could not be read or were cut, and why. Each place is written once. */
export function createUnread(index: Database) {
  const save = index.prepare(
    'INSERT OR REPLACE INTO unread (host, runtime, unit, place, reason, at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const removeWhole = index.prepare(
    "DELETE FROM unread WHERE host = ? AND runtime = ? AND unit = ? AND place LIKE 'whole %'",
  )
  const remove = index.prepare('DELETE FROM unread WHERE host = ? AND runtime = ? AND unit = ? AND place = ?')
  const cuts = index.prepare<unknown, [string, string, string, string]>(
    'SELECT 1 FROM unread WHERE host = ? AND runtime = ? AND unit = ? AND place LIKE ? LIMIT 1',
  )
  return {
    /** The places of one unit in one commit. `at` is when they were noticed, in ms. */
    of(host: string, runtime: string, unit: string, at: number) {
      let written = 0
      let hasCuts: boolean | undefined
      const losses = new Map<Fact, string[]>()
      const write = (place: string, reason: string) => {
        if (written < maxPlaces) save.run(host, runtime, unit, place, reason, at)
        else if (written === maxPlaces) save.run(host, runtime, unit, `and more behind ${place}`, reason, at)
        written++
      }
      return {
        write,
        /** Notes that a value of a fact was cut or refused. The values of one fact are one place. */
        lost(fact: Fact, { field, how, what }: Loss) {
          const sentence = `its ${spaced(field)} is not ${what}`
          const all = [...(losses.get(fact) ?? []), sentence]
          losses.set(fact, all)
          write(`${how === 'cut' ? marks.cut : marks.refused}${nameOf(fact)}`, all.join(', '))
        },
        /** Notes that a fact is whole now, of which something may have been cut before. A model answer never changes. */
        fits(fact: Fact) {
          if (fact.kind === 'usage') return
          hasCuts ??= Object.values(marks).some((mark) => cuts.get(host, runtime, unit, `${mark}%`) !== null)
          if (hasCuts) for (const mark of Object.values(marks)) remove.run(host, runtime, unit, mark + nameOf(fact))
        },
        /** Removes that the unit as a whole could not be read; single places of it stay. */
        removeWhole: () => void removeWhole.run(host, runtime, unit),
      }
    },
  }
}

function keyOf(fact: Fact): string {
  switch (fact.kind) {
    case 'usage':
      return fact.key
    case 'file-touch':
      return fact.path
    case 'call-failed':
    case 'call-ran':
      return fact.callId
    case 'tool-use':
      return fact.tool
    default:
      return fact.id
  }
}

const nameOf = (fact: Fact) => {
  const name = oneLine(String(keyOf(fact)).slice(0, 400)).slice(0, 200)
  return `${fact.kind === 'usage' ? 'answer' : fact.kind.replace('-', ' ')} ${name || 'without a name'}`
}

/** `projectPath` as people write it: project path. */
const spaced = (field: string) => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/**
 * The unread places of one unit: how many there are of which kind, and one of them with its reason. `host` is '' for
 * this machine.
 */
export type UnreadUnit = {
  host: string
  runtime: string
  unit: string
  kind: 'unread' | 'cut' | 'refused'
  count: number
  place: string
  reason: string
}

/** The units with the most unread places, at most 100. */
export const unreadUnits = (index: Store): UnreadUnit[] =>
  index.$client
    .query<UnreadUnit, [string, string]>(
      `SELECT host, runtime, unit, CASE WHEN place LIKE ?1 THEN 'cut' WHEN place LIKE ?2 THEN 'refused' ELSE 'unread' END AS kind,
         count(*) AS count, min(place) AS place, reason FROM unread
       GROUP BY host, runtime, unit, kind ORDER BY count DESC LIMIT 100`,
    )
    .all(`${marks.cut}%`, `${marks.refused}%`)
    .map(({ kind, place, ...rest }) => ({
      ...rest,
      kind,
      place: kind === 'unread' ? place : place.slice(marks[kind].length),
    }))
