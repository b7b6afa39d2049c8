import { createSignal } from 'solid-js'
import type { Row } from './tree-rows.ts'

export type Checked = ReturnType<typeof createChecked>

/** The sessions that a person checked, to do something with all of them. A range begins at the one checked last. */
export function createChecked(rows: () => Row[]) {
  const [checked, setChecked] = createSignal<ReadonlySet<string>>(new Set())
  /** Whether a tap checks a card instead of opening it, with nothing checked yet. */
  const [isChoosing, setChoosing] = createSignal(false)
  let anchor: string | undefined
  /** What was checked when the range began: a range that shrinks gives back only what it took. */
  let before: ReadonlySet<string> = new Set()

  const shownIds = () => rows().flatMap((row) => (row.kind === 'session' ? [row.id] : []))

  function begin(id: string, kept: ReadonlySet<string>) {
    anchor = id
    before = kept
  }

  return {
    checked,
    has: (id: string) => checked().has(id),
    count: () => checked().size,
    isChoosing: () => isChoosing() || checked().size > 0,
    startChoosing: () => setChoosing(true),

    toggle(id: string) {
      const next = new Set(checked())
      if (!next.delete(id)) next.add(id)
      setChecked(next)
      begin(id, next)
    },

    /** Checks everything between the beginning of the range and a session; `from` begins one where there is none. */
    extendTo(id: string, from: string = id) {
      const ids = shownIds()
      if (anchor === undefined || !ids.includes(anchor)) begin(from, checked())
      const [first, last] = [ids.indexOf(anchor!), ids.indexOf(id)].sort((a, b) => a - b)
      if (first === -1) return
      setChecked(new Set([...before, ...ids.slice(first, last! + 1)]))
    },

    /** Checks all that are loaded; where they all are, none. */
    toggleAll() {
      const ids = shownIds()
      const isAll = ids.length > 0 && ids.every((id) => checked().has(id))
      setChecked(isAll ? new Set<string>() : new Set([...checked(), ...ids]))
      anchor = undefined
    },
    checkAll() {
      setChecked(new Set([...checked(), ...shownIds()]))
      anchor = undefined
    },

    /** All, some or none of what is loaded. */
    extent(): 'all' | 'some' | 'none' {
      const ids = shownIds()
      const count = ids.filter((id) => checked().has(id)).length
      return count === 0 ? 'none' : count === ids.length ? 'all' : 'some'
    },

    /** False where there was nothing to clear. */
    clear(): boolean {
      const hadAny = checked().size > 0 || isChoosing()
      setChecked(new Set<string>())
      setChoosing(false)
      anchor = undefined
      return hadAny
    },
  }
}
