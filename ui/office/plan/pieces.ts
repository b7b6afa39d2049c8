import type { PieceKind } from './piece-kind.ts'
import { desks } from './pieces/desks.ts'
import { floors } from './pieces/floors.ts'
import { lights } from './pieces/lights.ts'
import { machines } from './pieces/machines.ts'
import { plants } from './pieces/plants.ts'
import { seats } from './pieces/seats.ts'
import { small } from './pieces/small.ts'
import { storage } from './pieces/storage.ts'
import { walls } from './pieces/walls.ts'

const kinds = { ...desks, ...seats, ...plants, ...lights, ...storage, ...walls, ...machines, ...floors, ...small }

export type PieceName = keyof typeof kinds

/** All that can be placed in an office, by its name in a plan. */
export const pieceKinds: Readonly<Record<PieceName, PieceKind>> = kinds

/** What a piece of this name is; undefined where there is none. */
export const kindOf = (name: string): PieceKind | undefined =>
  Object.hasOwn(kinds, name) ? pieceKinds[name as PieceName] : undefined
