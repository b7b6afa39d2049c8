import { colour, colourTable } from '../palette.ts'
import { createPixels, type Picture, type Pixels, pictureOf } from '../pixels.ts'

/** What is drawn where: on the floor, on a wall, among the things, on a desk, above everything unlit, or as light and shadow. */
type Layer = 'floor' | 'wall' | 'object' | 'desk' | 'ui' | 'fx'

/** What is known of a sprite besides its pixels. */
export type SpriteArt = {
  name: string
  width: number
  height: number
  /** The point that stands on the place of the sprite. */
  anchorX: number
  anchorY: number
  layer: Layer
  frames: number
  stepMs: number
  /** The frames in the order in which they are shown, where it is another than their own. */
  order: readonly number[] | null
  /** It moves by itself. Otherwise a frame is a state, and the first one is rest. */
  isAuto: boolean
  /** So many tiles cannot be walked on. */
  foot: readonly [width: number, height: number] | null
  /** It shines from `dx`, `dy` beside its place. An `isUpward` one lights the face of who sits behind it, and no floor. */
  light: { radius: number; colour: string; dx: number; dy: number; isUpward: boolean } | null
  /** The width of the edges that keep their size when it is stretched. */
  borders: number | null
}

type Options = {
  /** The default is `object`. */
  layer?: Layer
  anchor?: readonly [x: number, y: number]
  frames?: number
  stepMs?: number
  order?: readonly number[]
  isAuto?: boolean
  foot?: readonly [width: number, height: number]
  light?: { radius: number; colour: string; dx: number; dy: number; isUpward?: boolean } | null
  borders?: number
  /** How opaque a colour is, of 255. */
  alpha?: Readonly<Record<string, number>>
}

/** Adds a sprite of the colours of the palette. All its frames are drawn by one program. */
export type AddSprite = (
  name: string,
  width: number,
  height: number,
  options: Options,
  draw: (b: Pixels, frame: number) => void,
) => void

type Rgba = readonly [red: number, green: number, blue: number, alpha: number]

/** Adds a sprite that is computed pixel by pixel. It is placed by its middle unless it says otherwise. */
export type AddShade = (
  name: string,
  width: number,
  height: number,
  options: { anchor?: readonly [x: number, y: number] },
  shade: (x: number, y: number) => Rgba,
) => void

export type SpriteProgram = { art: SpriteArt; paint: (frame: number) => Picture }

/** A program that draws with the palette. Things stand on their lower edge, all else is placed by its top left corner. */
export function drawnSprite(...[name, width, height, options, draw]: Parameters<AddSprite>): SpriteProgram {
  const { layer = 'object', frames = 1, isAuto = true, light = null, alpha = {} } = options
  const stands = layer === 'object' || layer === 'desk'
  const [anchorX, anchorY] = options.anchor ?? (stands ? [width / 2, height - 1] : [0, 0])
  return {
    art: {
      name,
      width,
      height,
      anchorX,
      anchorY,
      layer,
      frames: frames,
      stepMs: options.stepMs ?? (frames > 1 ? 250 : 0),
      order: options.order ?? null,
      isAuto: frames > 1 && isAuto,
      foot: options.foot ?? null,
      light: light && { isUpward: false, ...light },
      borders: options.borders ?? null,
    },
    paint(frame) {
      const canvas = createPixels(width, height)
      draw(canvas, frame)
      const picture = pictureOf(canvas, table)
      const opacities = new Map(Object.entries(alpha).map(([name, opacity]) => [colour(name), opacity]))
      for (const [at, number] of canvas.d.entries()) {
        const opacity = opacities.get(number)
        if (opacity !== undefined) picture.data[at * 4 + 3] = opacity
      }
      return picture
    },
  }
}

const table = colourTable({})

export function shadedSprite(...[name, width, height, options, shade]: Parameters<AddShade>): SpriteProgram {
  const [anchorX, anchorY] = options.anchor ?? [width / 2, height / 2]
  return {
    art: {
      name,
      width,
      height,
      anchorX,
      anchorY,
      layer: 'fx',
      frames: 1,
      stepMs: 0,
      order: null,
      isAuto: false,
      foot: null,
      light: null,
      borders: null,
    },
    paint() {
      const data = new Uint8ClampedArray(width * height * 4)
      for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(shade(x, y), (y * width + x) * 4)
      return { width, height, data }
    },
  }
}

/** The same number between 0 and 1 for the same place, so that textures are irregular and never change. */
export function noise(x: number, y: number, seed = 0): number {
  let hash = Math.imul(x + 1 + seed * 131, 374761393) ^ Math.imul(y + 7, 668265263)
  hash = Math.imul(hash ^ (hash >>> 13), 1274126177)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296
}
