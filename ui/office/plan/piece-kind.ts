import type { Box, Direction, LayoutLight, LayoutObject, ObjectRole, Pastime, Seat } from '../world/layout.ts'

export const pieceGroups = [
  'desks',
  'seats',
  'plants',
  'pets',
  'lights',
  'storage',
  'wall',
  'machines',
  'floor',
  'small',
  'own',
] as const
export type PieceGroup = (typeof pieceGroups)[number]

/**
 * Where a piece belongs: on the floor, where nobody walks then; on the front of a wall; on the floor, but one walks over
 * it; on top of furniture; or below the ceiling, where it is in nobody's way.
 */
type PieceSurface = 'floor' | 'wall' | 'rug' | 'top' | 'light'

/** What can be placed in an office, with everything that belongs to it. */
export type PieceKind = {
  /** As people read it: `Bookshelf`. */
  name: string
  group: PieceGroup
  on: PieceSurface
  /** The ground that it takes, in tiles. On a wall, which is two tiles high, how wide it is. */
  tiles: readonly [width: number, height: number]
  /** What it is the door to. */
  role?: ObjectRole
  /** The sprite of its thumbnail. */
  sprite: string
  /**
   * How it can look, the first by default. One that can differ in several ways has them joined by dots, `up.navy.mug`:
   * see `variantParts`.
   */
  variants?: readonly string[]
  canFlip?: true
  /** It leads through the wall on its left side: on its right side where it is turned over. */
  isInWallBeside?: true
  /** It carries things on top: their place in art pixels below the top of its ground, and how near they are drawn. */
  carries?: { y: number; z: number }
  /** Adds what it consists of. Places are art pixels from the top left of its ground. */
  lay(site: PieceSite): void
}

/** What a piece is laid out with. Where the piece is turned over, all that is put here is, too. */
export type PieceSite = {
  /** The id of the piece, which is the id of its first seat. */
  id: string
  /** The parts of its variant: `['up', 'navy', 'mug']`. */
  parts: readonly string[]
  /** A thing by its anchor. It is drawn behind what has a larger `z`; the default is its `y`. */
  put(sprite: string, x: number, y: number, more?: Partial<LayoutObject>): void
  /** A thing that lies flat on the floor, by its top left corner. */
  lie(sprite: string, x: number, y: number): void
  /** A thing on a wall by its top left corner, in this layer. */
  hang(sprite: string, x: number, y: number, state?: string, layer?: 1 | 2): void
  window(x: number, y: number, sky: number): void
  light(kind: LayoutLight['kind'], x: number, y: number, colour: string, more?: Partial<LayoutLight>): void
  seat(seat: Omit<Seat, 'id' | 'room'>): void
  /** A place for whoever has nothing to do. With a `seatZ` one sits there. */
  spot(pastime: Pastime, x: number, y: number, direction: Direction, seatZ?: number): void
  /** What opens its role, and where one stands before it: by default on the first free side of its ground. */
  open(box: Box, stand?: readonly [x: number, y: number, direction: Direction]): void
  /** A thin wall on the east side of its ground, so many tiles long. */
  edge(length: number): void
  /** Where one comes in and leaves. */
  door(x: number, y: number): void
  /** Whether a point lies on open floor. */
  isFloor(x: number, y: number): boolean
}

/** Every combination of these, joined by dots: `['down', 'up'], ['navy', 'red']` are four. */
export const combined = (...parts: readonly (readonly string[])[]): string[] =>
  parts.reduce<string[]>(
    (made, options) => (made.length ? made.flatMap((head) => options.map((tail) => `${head}.${tail}`)) : [...options]),
    [],
  )

const known = new WeakMap<readonly string[], readonly (readonly string[])[]>()

/** In which ways a piece can differ: for each part of its variants all that there are, the first by default. */
export function variantParts({ variants = [] }: Pick<PieceKind, 'variants'>): readonly (readonly string[])[] {
  const parts = known.get(variants) ?? takenApart(variants)
  known.set(variants, parts)
  return parts
}

function takenApart(variants: readonly string[]): string[][] {
  const parts: string[][] = []
  for (const variant of variants)
    for (const [k, part] of variant.split('.').entries()) {
      parts[k] ??= []
      if (!parts[k].includes(part)) parts[k].push(part)
    }
  return parts
}

/** The variant of a piece in parts; what is not known of it is the default. */
export const partsOf = (kind: Pick<PieceKind, 'variants'>, variant: string | undefined): string[] => {
  const given = variant?.split('.') ?? []
  return variantParts(kind).map((options, k) => (options.includes(given[k]!) ? given[k]! : options[0]!))
}
