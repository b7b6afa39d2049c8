import { createEffect, createSignal, untrack } from 'solid-js'
import { now } from '../../../platform/now.ts'
import { storage } from '../../../platform/storage.ts'

const key = 'wheelhouse.office.seen'
/** Whoever has not looked for so long was away. */
const awayMs = 5 * 60_000
/** That somebody looks is noted this often. */
const noteEveryMs = 30_000

/** Since when (ms) this browser had not shown the office before it did again; undefined where it was never away. */
export function createAway() {
  const [awaySince, setAwaySince] = createSignal<number>()
  let seenAt = Number(storage.read(key)) || undefined
  let notedAt = 0
  createEffect(() => {
    const at = now()
    if (seenAt !== undefined && at - seenAt >= awayMs) untrack(() => setAwaySince(seenAt))
    seenAt = at
    if (Math.abs(at - notedAt) < noteEveryMs) return
    notedAt = at
    storage.write(key, String(at))
  })
  return awaySince
}
