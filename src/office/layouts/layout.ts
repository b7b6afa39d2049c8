import { issueWords } from '../../lib/issue-words.ts'
import { type OfficeLayout, officeLayout } from '../plan.ts'

/** When an office was saved, by whom, and what it was: null where it was given back to be composed by itself. */
export type SavedLayout = {
  /** Counts up with each save; 0 where nobody ever saved one. */
  revision: number
  /** In ms. */
  savedAt: number | null
  savedBy: string | null
  layout: OfficeLayout | null
  /** Why what was saved cannot be shown, in a sentence; `layout` is null then. */
  problem?: string
}

/** What a list says of a saved office. A composed one has no decks and no pieces. */
export type LayoutVersion = {
  revision: number
  savedAt: number
  savedBy: string
  note: string | null
  decks: number
  pieces: number
}

/** The newest version of the form of a layout that is known here. */
const knownVersion = 1
const maxFaults = 50

/**
 * A value as a layout, or what is wrong with it: at most fifty sentences such as `decks.0.pieces.3.kind: should be …`.
 * One that a newer version has made says that and nothing else.
 */
export function readLayout(value: unknown): { layout: OfficeLayout } | { faults: string[] } {
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined
  if (typeof version === 'number' && version > knownVersion)
    return {
      faults: [
        `This layout was made by a newer version (${version}); here version ${knownVersion} is known. Update Wheelhouse, or export it from there again.`,
      ],
    }
  const { success, data, error } = officeLayout.safeParse(value)
  if (success) return { layout: data }
  return {
    faults: error.issues
      .slice(0, maxFaults)
      .map((issue) => `${issue.path.map(String).join('.').slice(0, 120) || 'the layout'}: ${issueWords(issue)}`),
  }
}

export const piecesIn = ({ decks }: OfficeLayout): number => decks.reduce((sum, { pieces }) => sum + pieces.length, 0)

/** A saved office as a screen on a wall may see it: all of it, but not who built it. */
export const layoutForScreen = (saved: SavedLayout): SavedLayout => ({ ...saved, savedBy: null })
