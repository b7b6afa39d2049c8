import { BufferImageSource, Rectangle, Texture } from 'pixi.js'
import type { Picture } from '../art/pixels.ts'
import { createShelves } from './shelves.ts'

const side = 1_024
/** Beyond this many pages everything is drawn anew: those who left took most of the place. */
const maxPages = 12

/** Pages that were emptied, and what was on them. */
type Left = { pages: Page[]; textures: Map<string, Texture> }
type Page = { source: BufferImageSource; data: Uint8Array; changed: { from: number; to: number } | null }

/**
 * The pages that all sprites and characters are drawn onto when they are first needed, so that many of them are one
 * texture. `generation` grows when the pages were emptied; textures of an older one are destroyed by the second `sweep`
 * from then on, so that whoever shows one has a frame to ask for it anew.
 */
export function createTexturePages() {
  let pages: Page[] = []
  const shelves = createShelves(side)
  let left: Left[] = []
  let leftBefore: Left[] = []
  let textures = new Map<string, Texture>()
  let generation = 0

  function openPage() {
    const data = new Uint8Array(side * side * 4)
    const source = new BufferImageSource({
      resource: data,
      width: side,
      height: side,
      format: 'rgba8unorm',
      scaleMode: 'nearest',
    })
    pages.push({ source, data, changed: null })
  }

  function place({ width, height, data }: Picture): Texture {
    let spot = shelves.place(width, height)
    if (spot.page >= maxPages) {
      clear()
      spot = shelves.place(width, height)
    }
    if (spot.page >= pages.length) openPage()
    const { x, y } = spot
    const page = pages[spot.page]!
    for (let row = 0; row < height; row++)
      page.data.set(data.subarray(row * width * 4, (row + 1) * width * 4), ((y + row) * side + x) * 4)
    const from = y * side
    const to = (y + height) * side
    page.changed = page.changed
      ? { from: Math.min(page.changed.from, from), to: Math.max(page.changed.to, to) }
      : { from, to }
    return new Texture({ source: page.source, frame: new Rectangle(x, y, width, height) })
  }

  function clear() {
    left.push({ pages, textures })
    pages = []
    textures = new Map()
    shelves.clear()
    generation++
  }

  function destroyAll(all: readonly Left[]) {
    for (const { pages, textures } of all) {
      for (const texture of textures.values()) texture.destroy()
      for (const { source } of pages) source.destroy()
    }
  }

  return {
    /** The texture of a name, where it is there already. */
    known: (name: string): Texture | undefined => textures.get(name),
    /** The texture of a name, drawn now if it is not there yet. */
    textureOf(name: string, draw: () => Picture): Texture {
      const known = textures.get(name)
      if (known) return known
      const picture = draw()
      const texture = place(picture)
      textures.set(name, texture)
      return texture
    },
    /** Hands what was drawn since the last time to the graphics card. */
    flush() {
      for (const page of pages) {
        if (!page.changed) continue
        page.source.update(page.changed.from, page.changed.to)
        page.changed = null
      }
    },
    /** Called after each frame: lets go of what was left before the last one. */
    sweep() {
      destroyAll(leftBefore)
      leftBefore = left
      left = []
    },
    generation: () => generation,
    /** How many pages there are, and how many pictures on them. */
    size: () => ({ pages: pages.length, pictures: textures.size }),
    destroy() {
      clear()
      destroyAll([...leftBefore, ...left])
    },
  }
}
