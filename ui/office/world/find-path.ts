import { type WalkGrid, ways } from './walk-grid.ts'

/** A way as tiles, without the one it begins in. It is written into again and again and grows where it must. */
export type Path = { tiles: Int32Array; length: number }

export const createPath = (): Path => ({ tiles: new Int32Array(32), length: 0 })

const stepCost = 10
/** Less than a step, so that of two ways of one length the one with fewer turns is taken. */
const turnCost = 3
/** One goes this far round somebody who stands in the way. */
const crowdCost = 60

/**
 * A* over the tiles of a grid. A node is a tile together with the way by which it was entered, since turns have a cost.
 * What a search needs is made once: whether a node was met in this search is told by the number of the search.
 */
export function createPathFinder(grid: WalkGrid) {
  const nodes = grid.width * grid.height * ways.length
  const metIn = new Int32Array(nodes)
  const costs = new Int32Array(nodes)
  const cameFrom = new Int32Array(nodes)
  /**
   * A heap of nodes by what the way through them costs at least, the latest of equals first, since it is the nearest to
   * the goal. A node stands in it again when a cheaper way to it is found.
   */
  const open = new Int32Array(nodes * ways.length)
  const estimates = new Int32Array(nodes * ways.length)
  const offsets = ways.map(({ dx, dy }) => dy * grid.width + dx)
  let size = 0
  let search = 0
  let goalColumn = 0
  let goalRow = 0

  /** Writes the way from one tile to another into `path`. `crowd` says how many stand in each tile. False: no way. */
  function find(from: number, to: number, crowd: Uint16Array, path: Path): boolean {
    path.length = 0
    const region = grid.regions[from]
    if (!region || region !== grid.regions[to]) return false
    if (from === to) return true
    search++
    size = 0
    goalColumn = to % grid.width
    goalRow = Math.floor(to / grid.width)
    for (let way = 0; way < ways.length; way++)
      if (grid.exits[from]! & (1 << way)) reach(from + offsets[way]!, way, stepCost, -1, crowd)
    while (size > 0) {
      const estimate = estimates[0]!
      const node = pop()
      const tile = node >> 2
      if (tile === to) return write(node, path)
      const cost = costs[node]!
      if (estimate > cost + remaining(tile, node & 3)) continue
      for (let way = 0; way < ways.length; way++) {
        if (way === ((node + 2) & 3) || (grid.exits[tile]! & (1 << way)) === 0) continue
        reach(tile + offsets[way]!, way, cost + stepCost + (way === (node & 3) ? 0 : turnCost), node, crowd)
      }
    }
    return false
  }

  function reach(tile: number, way: number, cost: number, from: number, crowd: Uint16Array) {
    const node = tile * ways.length + way
    const whole = cost + crowd[tile]! * crowdCost
    if (metIn[node] === search && costs[node]! <= whole) return
    metIn[node] = search
    costs[node] = whole
    cameFrom[node] = from
    push(node, whole + remaining(tile, way))
  }

  /** What the rest costs at least: the steps, and a turn where the goal does not lie straight ahead. */
  function remaining(tile: number, way: number) {
    const columns = Math.abs((tile % grid.width) - goalColumn)
    const rows = Math.abs(Math.floor(tile / grid.width) - goalRow)
    const mustTurn = way & 1 ? columns > 0 : rows > 0
    return (columns + rows) * stepCost + (mustTurn ? turnCost : 0)
  }

  function write(last: number, path: Path): true {
    for (let node = last; node >= 0; node = cameFrom[node]!) path.length++
    if (path.tiles.length < path.length) path.tiles = new Int32Array(path.length * 2)
    let at = path.length
    for (let node = last; node >= 0; node = cameFrom[node]!) path.tiles[--at] = node >> 2
    return true
  }

  function push(node: number, estimate: number) {
    let at = size++
    while (at > 0) {
      const above = (at - 1) >> 1
      if (estimates[above]! < estimate) break
      open[at] = open[above]!
      estimates[at] = estimates[above]!
      at = above
    }
    open[at] = node
    estimates[at] = estimate
  }

  function pop() {
    const top = open[0]!
    const node = open[--size]!
    const estimate = estimates[size]!
    let at = 0
    while (true) {
      let below = at * 2 + 1
      if (below >= size) break
      if (below + 1 < size && estimates[below + 1]! < estimates[below]!) below++
      if (estimates[below]! >= estimate) break
      open[at] = open[below]!
      estimates[at] = estimates[below]!
      at = below
    }
    open[at] = node
    estimates[at] = estimate
    return top
  }

  return { find }
}
