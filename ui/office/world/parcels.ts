import type { Point } from './layout.ts'
import { timings } from './timings.ts'

/** A paper that flies from one to another who are both at work. */
export type Parcel = Point & {
  id: number
  fromId: string
  toId: string
  from: Point
  to: Point
  /** From 0 to 1. */
  progress: number
}

/** The papers in the air. */
export function createParcels() {
  const parcels: Parcel[] = []
  let count = 0

  function send(fromId: string, from: Point, toId: string, to: Point) {
    parcels.push({
      id: ++count,
      fromId,
      toId,
      from: { x: from.x, y: from.y },
      to: { x: to.x, y: to.y },
      x: from.x,
      y: from.y,
      progress: 0,
    })
  }

  function step() {
    let kept = 0
    for (let i = 0; i < parcels.length; i++) {
      const parcel = parcels[i]!
      parcel.progress += timings.stepMs / timings.flightMs
      if (parcel.progress >= 1) continue
      parcel.x = parcel.from.x + (parcel.to.x - parcel.from.x) * parcel.progress
      parcel.y = parcel.from.y + (parcel.to.y - parcel.from.y) * parcel.progress
      parcels[kept++] = parcel
    }
    parcels.length = kept
  }

  return { parcels, send, step }
}
