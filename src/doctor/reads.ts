import type { UnreadUnit } from '../indexing/unread.ts'

export type DoctorReads = ReturnType<typeof doctorReads>

/** What doctor asks of the index. */
export const doctorReads = ({ unread }: { unread: () => UnreadUnit[] }) => ({
  /** The units of which something could not be read, those with the most unread places first. */
  unreadUnits: (): UnreadUnit[] => unread(),
})
