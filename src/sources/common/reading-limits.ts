import type { Finding, ReadingLimits } from '../../facts/source.ts'
import { shortPath } from './paths.ts'

/** The limits where the configuration states none: beyond what any person's agents have left behind. */
const usual: ReadingLimits = { unpackedBytes: 512e6, files: 250_000, depth: 12 }

/** The limits of a configuration, with the usual ones where it states none. */
export const readingLimits = (stated: Partial<ReadingLimits> = {}): ReadingLimits => ({ ...usual, ...stated })

/** The finding that so many transcripts in some folders are beyond the limit; none for none. */
export const filesLeftOut = (count: number, folders: string[], { files }: ReadingLimits): Finding[] =>
  count === 0
    ? []
    : [
        {
          level: 'warn',
          code: 'folders-left-out',
          message: `There are more than ${files} transcripts in ${folders.map(shortPath).join(', ')}: ${count === 1 ? 'one is' : `${count} are`} left out.`,
          fix: 'Raise reading.files in config.toml, or move old ones away.',
        },
      ]
