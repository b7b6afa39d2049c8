import { z } from 'zod'
import { lazily } from '../lib/lazily.ts'
import { areaName } from './area-name.ts'

/** The side of the largest office, in tiles of 16 art pixels. */
export const mostTiles = 128
const mostPieces = 2_000
const mostRooms = 100
const mostDecks = 5

const name = lazily(() =>
  z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M} .,:_'-]{0,39}$/u, 'should be a name of at most 40 letters and digits'),
)
const id = lazily(() =>
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'should be at most 40 small letters, digits and dashes'),
)
const index = lazily(() => z.int().min(0).max(mostTiles))
const nudge = lazily(() => z.int().min(-64).max(64))

/** A thing with everything that belongs to it: a desk with its chair, its screen and the seat at it. */
const piece = lazily(() =>
  z.strictObject({
    id,
    /** What it is, by its name in the catalogue of pieces. */
    kind: z.string().regex(/^[a-z0-9][a-z0-9.:-]{0,59}$/, 'should be the name of a piece'),
    /** The top left tile of its ground. */
    column: index,
    row: index,
    /** How far it is moved from there, in art pixels. */
    nudge: z.tuple([nudge, nudge]).exactOptional(),
    flip: z.literal(true).exactOptional(),
    /** Its colour, or the way it faces; the first of its kind where it is not given. */
    variant: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{0,39}$/)
      .exactOptional(),
  }),
)

/** A part of the office; with an area it is for a project or a team. */
const room = lazily(() =>
  z.strictObject({
    id,
    kind: z.string().regex(/^[a-z][a-z-]{0,19}$/),
    rect: z.tuple([index, index, index, index]),
    area: z.string().regex(areaName, 'should be the name of a project or a team, in one line').exactOptional(),
  }),
)

/** Says of each thing of a list whose id another one before it has. */
function refuseSameIds(list: 'pieces' | 'rooms', things: readonly { id: string }[], context: z.RefinementCtx) {
  const seen = new Set<string>()
  for (const [at, { id }] of things.entries()) {
    if (seen.has(id))
      context.addIssue({ code: 'custom', path: [list, at, 'id'], message: 'should be an id of its own' })
    seen.add(id)
  }
}

export const officePlan = lazily(() =>
  z
    .strictObject({
      version: z.literal(1),
      name,
      /**
       * One string a row, a character a tile: `#` a wall, `+` a doorway in it, and the floors `w` wood, `d` deck, `c` carpet,
       * `t` tiles, `s` of a server room. All rows are of one length.
       */
      ground: z
        .array(z.string().regex(/^[#+wdcts]{8,128}$/, 'should be 8 to 128 of the characters # + w d c t s'))
        .min(8)
        .max(mostTiles)
        .refine((rows) => rows.every(({ length }) => length === rows[0]!.length), 'should have rows of one length'),
      pieces: z.array(piece).max(mostPieces),
      rooms: z.array(room).max(mostRooms),
      /** Seats given by hand, by the ids of agents. A seat is the id of its piece, and `-2` and so on where that has several. */
      desks: z
        .record(z.string().min(1).max(300), z.string().regex(/^[a-z0-9][a-z0-9-]{0,45}$/))
        .refine((desks) => Object.keys(desks).length <= 1_000, 'should name at most 1,000 agents'),
    })
    .superRefine(({ pieces, rooms }, context) => {
      refuseSameIds('pieces', pieces, context)
      refuseSameIds('rooms', rooms, context)
    }),
)

/** The offices that somebody has built, deck by deck. */
export const officeLayout = lazily(() =>
  z.strictObject({ version: z.literal(1), decks: z.array(officePlan).min(1).max(mostDecks) }),
)

/** An office as people build it: the ground, what stands where, who sits where by their wish. Ids are unique on a deck. */
export type OfficePlan = z.infer<typeof officePlan>
export type PlanPiece = OfficePlan['pieces'][number]
export type PlanRoom = OfficePlan['rooms'][number]
export type OfficeLayout = z.infer<typeof officeLayout>
