/** The side of a tile in art pixels. */
export const tileSize = 16

/** The side that somebody faces. */
export type Direction = 'down' | 'up' | 'left' | 'right'

/** A point in art pixels, from the top left of the office. */
export type Point = { x: number; y: number }

/** A rectangle in art pixels: left, top, width, height. */
export type Box = readonly [x: number, y: number, width: number, height: number]

/** A thing at the anchor of its sprite. Things on walls and floors are placed by their top left corner. */
export type LayoutObject = Point & {
  sprite: string
  /** What it is drawn behind and before: larger is nearer. The default is `y`. */
  z?: number
  flip?: boolean
  /** On a wall, in this layer. */
  wall?: 1 | 2
  floor?: boolean
  /** What it shows of the world, by the name of a state in `objectStatesOf`. */
  state?: string
  /** The seat whose monitor, lamp, LEDs or chair it is. */
  screen?: string
  /** A lamp for everybody is `*`. */
  lamp?: string
  led?: string
  seat?: string
  /** A lantern that hangs from the ceiling. */
  hang?: boolean
  isHidden?: boolean
}

/** A place at which somebody works or sits. It is reached through `enter`, a point one can walk to. */
export type Seat = Point & {
  id: string
  direction: Direction
  stance: 'desk' | 'sit'
  z: number
  enter: Point
  room?: string
  /** The desk of the main agent. */
  isMain?: boolean
  isMeeting?: boolean
  /** How far a bubble is moved, so that it covers no screen. */
  bubble?: readonly [dx: number, dy: number]
}

/** What somebody without work does in a place. */
export type Pastime = 'coffee' | 'snack' | 'water' | 'sofa' | 'window' | 'board' | 'chat' | 'cat' | 'rack' | 'books'

export type Spot = Point & {
  id: string
  pastime: Pastime
  direction: Direction
  stance: 'stand' | 'sit'
  z?: number
}

/** What an object of the office is the door to. */
export type ObjectRole =
  | 'missions'
  | 'crons'
  | 'skills'
  | 'spawn'
  | 'alerts'
  | 'visitors'
  | 'messages'
  | 'memory'
  | 'exports'
  | 'sessions'
  | 'health'
  | 'services'
  | 'gateway'
  | 'updates'
  | 'approvals'
  | 'costs'

/** An object that a person can open, and where one stands before it. */
export type Interactive = {
  id: string
  role: ObjectRole
  box: Box
  stand: Point & { direction: Direction }
}

export type LayoutLight = Point & {
  kind: 'shaft' | 'screen' | 'face' | 'lamp' | 'lampBig' | 'hang' | 'glow' | 'pool' | 'room'
  colour: string
  seat?: string
  room?: string
  radius?: number
}

type OfficeWindow = Point & { width: number; height: number; sky: number }

/** A part of the office in tiles. `area` is the project or the team it is for. */
export type Room = { id: string; kind: string; rect: Box; area?: string }

/** A sprite on a tile: its name, and the column and the row. */
export type Tile = readonly [sprite: string, column: number, row: number]

/** An office as plain data: what stands where, who can sit where, and where one can walk. */
export type Layout = {
  name: string
  version: 1
  /** In tiles of 16 art pixels. */
  width: number
  height: number
  floor: Tile[]
  walls: Tile[]
  objects: LayoutObject[]
  seats: Seat[]
  spots: Spot[]
  interactive: Interactive[]
  windows: OfficeWindow[]
  lights: LayoutLight[]
  rooms: Room[]
  /** One string a row, a character a tile: `1` where nobody can walk. */
  collision: string[]
  /** Thin walls between two tiles, on the east side of a column. */
  edges: { column: number; fromRow: number; toRow: number }[]
  /** Where one comes in and leaves. */
  door: Point
}
