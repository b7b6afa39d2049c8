import { unreadUnits } from '../indexing/unread.ts'
import type { Store } from '../store/store.ts'

export type DoctorReads = ReturnType<typeof doctorReads>

export type { UnreadUnit } from '../indexing/unread.ts'

/** What doctor asks of the index. */
export const doctorReads = (index: Store) => ({
  /** The units with something unread, those with the most unread places first. */
  unreadUnits: () => unreadUnits(index),
})
