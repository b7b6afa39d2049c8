import type { ReadingLimits } from '../../facts/source.ts'

/** The limits where the configuration states none: beyond what any person's agents have left behind. */
const usual: ReadingLimits = { unpackedBytes: 512e6, files: 250_000, depth: 12 }

/** The limits of a configuration, with the usual ones where it states none. */
export const readingLimits = (stated: Partial<ReadingLimits> = {}): ReadingLimits => ({ ...usual, ...stated })
