import { tileSize } from '../world/layout.ts'
import type { PieceKind } from './piece-kind.ts'
import { desks } from './pieces/desks.ts'
import { floors } from './pieces/floors.ts'
import { lights } from './pieces/lights.ts'
import { machines } from './pieces/machines.ts'
import { pets } from './pieces/pets.ts'
import { plants } from './pieces/plants.ts'
import { seats } from './pieces/seats.ts'
import { small } from './pieces/small.ts'
import { standing } from './pieces/standing.ts'
import { storage } from './pieces/storage.ts'
import { walls } from './pieces/walls.ts'

const kinds = {
  ...desks,
  ...seats,
  ...plants,
  ...pets,
  ...lights,
  ...storage,
  ...walls,
  ...machines,
  ...floors,
  ...small,
}

export type PieceName = keyof typeof kinds

/** All that can be placed in an office, by its name in a plan. */
export const pieceKinds: Readonly<Record<PieceName, PieceKind>> = kinds

const ownKinds = new Map<string, PieceKind>()

/** The kinds that were made of the sprites of the data folder, by their names in a plan: `own:anchor`. */
export const ownPieces = (): readonly [name: string, kind: PieceKind][] => [...ownKinds]

/** Makes a piece of a sprite of that name: it stands on the floor, and takes as many tiles as it is wide. */
export function addOwnPiece(sprite: string, width: number) {
  const name = sprite.replace(/^own:/, '').replaceAll('-', ' ')
  ownKinds.set(
    sprite,
    standing({
      name: name.charAt(0).toUpperCase() + name.slice(1),
      group: 'own',
      sprite,
      tiles: [Math.max(1, Math.ceil(width / tileSize)), 1],
      canFlip: true,
    }),
  )
}

/** What a piece of this name is; undefined where there is none. */
export const kindOf = (name: string): PieceKind | undefined =>
  Object.hasOwn(kinds, name) ? pieceKinds[name as PieceName] : ownKinds.get(name)
