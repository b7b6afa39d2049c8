import { createMemo, createSignal } from 'solid-js'
import type { Sort } from '../../../src/sessions/session-order.ts'
import { storage } from '../../platform/storage.ts'

/** The columns of the list behind the box and the title, in their order. */
export const columnIds = [
  'agent',
  'reason',
  'prompt',
  'branch',
  'via',
  'model',
  'context',
  'burn',
  'cost',
  'last',
] as const
export type ColumnId = (typeof columnIds)[number]

export type Column = {
  name: string
  /** The name where there is more room than above the column. */
  long?: string
  sort?: Sort
  /** Its track, and how wide it is at least, in CSS pixels. */
  track: string
  width: number
  /** Columns with a lower number are kept longer where there is no room; what only a person adds is kept before others. */
  rank: number
}

export const columns: Record<ColumnId, Column> = {
  agent: { name: 'Agent', track: 'minmax(70px, 0.5fr)', width: 70, rank: 4 },
  reason: { name: 'Why it is in this state', sort: 'standing', track: 'minmax(130px, 1.25fr)', width: 130, rank: 2 },
  prompt: { name: 'Last prompt', track: 'minmax(130px, 1.1fr)', width: 130, rank: 6 },
  branch: { name: 'Branch', long: 'Project and branch', track: 'minmax(110px, 0.8fr)', width: 110, rank: 5 },
  via: { name: 'Via', track: '34px', width: 34, rank: 3 },
  model: { name: 'Model', track: 'minmax(84px, 0.72fr)', width: 84, rank: 9 },
  context: { name: 'Context', sort: 'context', track: '64px', width: 64, rank: 7 },
  burn: { name: '30 min', long: 'Cost in the last 30 minutes', track: '106px', width: 106, rank: 8 },
  cost: { name: 'Cost', sort: 'cost', track: '64px', width: 64, rank: 0 },
  last: { name: 'Last', sort: 'last', track: '40px', width: 40, rank: 1 },
}

/** Between two columns, in CSS pixels. */
const gap = 12
/** What else stands in a row: the box, the title, and the margins. */
const fixedWidth = 24 + gap + 280 + 28
const storageKey = 'wheelhouse.session-columns'
const firstHidden: readonly ColumnId[] = ['prompt', 'branch']

/** Which columns are hidden, out of a stored text; null where nothing sensible was stored. */
export function readHidden(text: string | null): ColumnId[] | null {
  if (text === null) return null
  const words = text.split(',')
  return columnIds.filter((id) => words.includes(id))
}

/** The columns that fit into a width (CSS pixels; 0 where it is not known), of those that are wanted. */
export function fitting(wanted: readonly ColumnId[], width: number): ColumnId[] {
  if (width === 0) return [...wanted]
  let left = width - fixedWidth
  const taken = new Set<ColumnId>()
  for (const id of wanted.toSorted((a, b) => columns[a].rank - columns[b].rank)) {
    left -= columns[id].width + gap
    if (left < 0) break
    taken.add(id)
  }
  return wanted.filter((id) => taken.has(id))
}

export type Columns = ReturnType<typeof createColumns>

/** The columns that a person wants to see, kept in this browser, and those of them that fit. */
export function createColumns() {
  const [hidden, setHidden] = createSignal<readonly ColumnId[]>(readHidden(storage.read(storageKey)) ?? firstHidden)
  const [width, setWidth] = createSignal(0)
  const wanted = createMemo(() => columnIds.filter((id) => !hidden().includes(id)))
  const shown = createMemo(() => fitting(wanted(), width()), undefined, { equals: (a, b) => a.join() === b.join() })
  return {
    shown,
    has: (id: ColumnId) => shown().includes(id),
    isWanted: (id: ColumnId) => !hidden().includes(id),
    /** Whether a column is wanted, and there is no room for it. */
    hasNoRoom: (id: ColumnId) => wanted().includes(id) && !shown().includes(id),
    toggle(id: ColumnId) {
      const next = hidden().includes(id) ? hidden().filter((other) => other !== id) : [...hidden(), id]
      setHidden(next)
      storage.write(storageKey, next.join())
    },
    setWidth,
    /** The tracks of the grid: box, title, columns. */
    template: () => ['24px', 'minmax(200px, 1.9fr)', ...shown().map((id) => columns[id].track)].join(' '),
  }
}
