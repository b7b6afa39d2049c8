import type { Point } from '../world/layout.ts'

/** What is seen of the office: the point at the middle of the view, and how many screen pixels an art pixel has. */
export type Camera = Point & { zoom: number }

/** The size of the view in CSS pixels, of the office in art pixels. */
export type Extent = { width: number; height: number }

export const zooms = [1, 2, 3, 4, 5, 6] as const
const smallest = zooms[0]
const largest = zooms.at(-1)!

const clamp = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to)

/** How far one may look past the walls, in art pixels. */
const margin = 24

/** How much of the outer walls, in art pixels on both sides together, may be missing for an office to be seen whole. */
const outerWalls = 16

/** The largest zoom at which the whole office is seen, or the smallest one there is. */
const fittingZoom = (view: Extent, office: Extent) =>
  clamp(
    Math.floor(Math.min(view.width / (office.width - outerWalls), view.height / (office.height - outerWalls))),
    smallest,
    largest,
  )

/** The camera that sees the whole office, as large as it then can be. */
export const wholeCamera = (view: Extent, office: Extent): Camera =>
  within({ x: office.width / 2, y: office.height / 2, zoom: fittingZoom(view, office) }, view, office)

/** At less than this one cannot tell who is who. */
const readable = 2
/** How much of the office may lie outside of the view as it opens, so that what is seen is large. */
const hiddenShare = 0.3

/**
 * The camera an office opens with: as large as most of it fits, and never so small that faces cannot be told apart. It
 * looks at `at` where not all of the office is seen.
 */
export function openingCamera(view: Extent, office: Extent, at?: Point): Camera {
  const fitting = Math.min(view.width / office.width, view.height / office.height) / (1 - hiddenShare)
  const zoom = Math.max(Math.floor(fitting), readable)
  // Along a side that is seen whole, its middle is looked at.
  const along = (seen: number, size: number, at = size / 2) => (seen / zoom >= size - outerWalls ? size / 2 : at)
  return within(
    { x: along(view.width, office.width, at?.x), y: along(view.height, office.height, at?.y), zoom },
    view,
    office,
  )
}

/** The nearest camera that looks at the office, with a zoom there is. What is smaller than the view stands in its middle. */
export function within({ x, y, zoom }: Camera, view: Extent, office: Extent): Camera {
  const whole = clamp(Math.round(zoom), smallest, largest)
  const along = (at: number, seen: number, size: number) =>
    seen >= size + 2 * margin ? size / 2 : clamp(at, seen / 2 - margin, size + margin - seen / 2)
  return {
    x: along(x, view.width / whole, office.width),
    y: along(y, view.height / whole, office.height),
    zoom: whole,
  }
}

/** Another zoom, with the art pixel under `at` (CSS pixels from the top left of the view) staying where it is. */
export function zoomedAt(camera: Camera, to: number, at: Point, view: Extent, office: Extent): Camera {
  const zoom = clamp(Math.round(to), smallest, largest)
  const under = toArt(camera, at, view)
  return within(
    { x: under.x - (at.x - view.width / 2) / zoom, y: under.y - (at.y - view.height / 2) / zoom, zoom },
    view,
    office,
  )
}

/** The camera after a drag by so many CSS pixels. */
export const panned = (camera: Camera, dx: number, dy: number, view: Extent, office: Extent): Camera =>
  within({ ...camera, x: camera.x - dx / camera.zoom, y: camera.y - dy / camera.zoom }, view, office)

/** The art pixel at a point of the view. */
export const toArt = ({ x, y, zoom }: Camera, at: Point, view: Extent): Point => ({
  x: x + (at.x - view.width / 2) / zoom,
  y: y + (at.y - view.height / 2) / zoom,
})

/** The point of the view at which an art pixel is seen. */
export const toView = ({ x, y, zoom }: Camera, at: Point, view: Extent): Point => ({
  x: (at.x - x) * zoom + view.width / 2,
  y: (at.y - y) * zoom + view.height / 2,
})

/** A step of a camera that follows somebody: most of the way is kept, so that it glides. */
export function followed(camera: Camera, to: Point, elapsedMs: number, view: Extent, office: Extent): Camera {
  const share = 1 - Math.exp(-elapsedMs / 220)
  return within(
    { ...camera, x: camera.x + (to.x - camera.x) * share, y: camera.y + (to.y - camera.y) * share },
    view,
    office,
  )
}
