import { isColour } from '../../art/palette.ts'
import { artOf } from '../../art/sprites.ts'
import type { Layout, Point } from '../layout.ts'
import { tileSize } from './lay-tiles.ts'

type Cell = readonly [column: number, row: number]

/** The tile that somebody stands on whose feet are at a point. */
const cellOf = ({ x, y }: Point): Cell => [Math.floor(x / tileSize), Math.floor((y - 2) / tileSize)]
const around = ([x, y]: Cell): Cell[] => [
  [x + 1, y],
  [x - 1, y],
  [x, y + 1],
  [x, y - 1],
]

/** What is wrong with an office, in sentences; none where people can live in it. */
export function faultsOf(layout: Layout): string[] {
  return [...gridFaults(layout), ...nameFaults(layout), ...placeFaults(layout), ...wayFaults(layout)]
}

function gridFaults({ width, height, collision, edges }: Layout): string[] {
  const faults: string[] = []
  if (collision.length !== height || collision.some((row) => row.length !== width || /[^01]/.test(row)))
    faults.push(`The collision grid is not ${width} by ${height} tiles of 0 and 1.`)
  for (const { column, fromRow, toRow } of edges)
    if (!(column >= 0 && column < width - 1 && fromRow >= 0 && fromRow <= toRow && toRow < height))
      faults.push(`The thin wall at column ${column} is outside the office.`)
  return faults
}

function nameFaults({ floor, walls, objects, windows, lights, seats, spots, interactive, rooms }: Layout): string[] {
  const sprites = new Set([
    ...[...floor, ...walls].map(([sprite]) => sprite),
    ...objects.map(({ sprite }) => sprite),
    ...windows.map(({ sky }) => `sky.day.${sky}`),
  ])
  const faults = [...sprites].filter((name) => !artOf(name)).map((name) => `There is no sprite ${name}.`)
  for (const colour of new Set(lights.map(({ colour }) => colour)))
    if (!isColour(colour)) faults.push(`There is no colour ${colour}.`)
  for (const [kind, things] of Object.entries({ objects, seats, spots, interactive, rooms })) {
    const ids = things.flatMap(({ id }) => id ?? [])
    for (const id of new Set(ids.filter((id, k) => ids.indexOf(id) !== k)))
      faults.push(`The id ${id} stands twice among the ${kind}.`)
  }
  return faults
}

/** What lies outside the office. */
function placeFaults(layout: Layout): string[] {
  const { floor, walls, objects, seats, spots, interactive, windows, lights, rooms } = layout
  const right = layout.width * tileSize
  const bottom = layout.height * tileSize
  const isInside = (x: number, y: number, width = 0, height = 0) =>
    x >= 0 && y >= 0 && x + width <= right && y + height <= bottom
  const outside = (what: string) => `${what} is outside the office.`
  return [
    ...[...floor, ...walls]
      .filter(([, x, y]) => !(x >= 0 && y >= 0 && x < layout.width && y < layout.height))
      .map(([sprite, x, y]) => outside(`The tile ${sprite} at ${x}, ${y}`)),
    ...objects.filter(({ x, y }) => !isInside(x, y)).map(({ sprite, x, y }) => outside(`The ${sprite} at ${x}, ${y}`)),
    ...[...seats, ...spots].filter(({ x, y }) => !isInside(x, y)).map(({ id }) => outside(`The place ${id}`)),
    ...interactive.filter(({ box }) => !isInside(...box)).map(({ id }) => outside(`What opens ${id}`)),
    ...windows
      .filter(({ x, y, width, height }) => !isInside(x, y, width, height))
      .map(({ x, y }) => outside(`The window at ${x}, ${y}`)),
    ...lights.filter(({ x, y }) => !isInside(x, y)).map(({ kind, x, y }) => outside(`The light ${kind} at ${x}, ${y}`)),
    ...rooms
      .filter(
        ({ rect: [x, y, width, height] }) => !isInside(x * tileSize, y * tileSize, width * tileSize, height * tileSize),
      )
      .map(({ id }) => outside(`The room ${id}`)),
  ]
}

/** What cannot be reached from the door. */
function wayFaults(layout: Layout): string[] {
  const { door, seats, spots, interactive } = layout
  const reached = cellsFrom(cellOf(door), layout)
  if (reached.size === 0) return ['The door leads into a wall.']
  const isReached = (cell: Cell) => reached.has(`${cell}`)
  const unreachable = (what: string) => `${what} cannot be reached from the door.`
  return [
    ...seats.filter(({ enter }) => !isReached(cellOf(enter))).map(({ id }) => unreachable(`The seat ${id}`)),
    ...spots
      // One sits down on a sofa from beside it.
      .filter((spot) => ![cellOf(spot), ...(spot.stance === 'sit' ? around(cellOf(spot)) : [])].some(isReached))
      .map(({ id }) => unreachable(`The spot ${id}`)),
    ...interactive
      .filter(({ stand }) => !isReached(cellOf(stand)))
      .map(({ id }) => unreachable(`The place before ${id}`)),
  ]
}

/** All tiles that one can walk to from another. */
function cellsFrom(start: Cell, { collision, edges }: Layout): Set<string> {
  const thinWalls = new Set<string>()
  for (const { column, fromRow, toRow } of edges)
    for (let row = fromRow; row <= toRow; row++) thinWalls.add(`${[column, row]}`)
  const isFree = ([x, y]: Cell) => collision[y]?.[x] === '0'
  const reached = new Set<string>()
  const next = isFree(start) ? [start] : []
  for (let cell = next.pop(); cell; cell = next.pop()) {
    reached.add(`${cell}`)
    for (const other of around(cell)) {
      const isApart = cell[1] === other[1] && thinWalls.has(`${[Math.min(cell[0], other[0]), cell[1]]}`)
      if (isFree(other) && !isApart && !reached.has(`${other}`)) next.push(other)
    }
  }
  return reached
}
