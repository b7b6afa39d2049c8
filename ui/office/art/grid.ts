import type { Facing } from './poses.ts'

/** A part of a character as rows of letters, lit from the top left and without an outline. A dot leaves a pixel as it is. */
export type Grid = readonly string[]

/** A part from each side that is drawn. */
export type Views = Readonly<Record<Facing, Grid>>

/** The rows of a text, which begin on the line after its backtick. */
export const grid = (text: string): Grid => text.slice(1).split('\n')
