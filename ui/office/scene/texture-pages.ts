import { BufferImageSource, Rectangle, Texture } from 'pixi.js'
import type { Picture } from '../art/pixels.ts'

const side = 1_024
/** Beyond this many pages everything is drawn anew: those who left took most of the place. */
const maxPages = 12

type Page = { source: BufferImageSource; data: Uint8Array; changed: { from: number; to: number } | null }
/** A row of pictures of about one height. */
type Shelf = { page: Page; y: number; height: number; x: number }

/**
 * The pages that all sprites and characters are drawn onto when they are first needed, so that many of them are one
 * texture. `generation` grows when the pages were emptied; textures of an older one are no longer good.
 */
export function createTexturePages() {
  let pages: Page[] = []
  let shelves: Shelf[] = []
  let bottom = side
  let textures = new Map<string, Texture>()
  let generation = 0

  function openPage(): Page {
    const data = new Uint8Array(side * side * 4)
    const source = new BufferImageSource({
      resource: data,
      width: side,
      height: side,
      format: 'rgba8unorm',
      scaleMode: 'nearest',
    })
    const page: Page = { source, data, changed: null }
    pages.push(page)
    bottom = 0
    return page
  }

  function shelfFor(width: number, height: number): Shelf {
    const rounded = Math.ceil(height / 8) * 8
    const open = shelves.find((shelf) => shelf.height === rounded && shelf.x + width <= side)
    if (open) return open
    if (bottom + rounded > side) {
      if (pages.length >= maxPages) clear()
      openPage()
    }
    const shelf = { page: pages.at(-1)!, y: bottom, height: rounded, x: 0 }
    bottom += rounded
    shelves.push(shelf)
    return shelf
  }

  function place({ width, height, data }: Picture): Texture {
    const shelf = shelfFor(width, height)
    const { page, x, y } = shelf
    shelf.x += width
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
    for (const texture of textures.values()) texture.destroy()
    for (const { source } of pages) source.destroy()
    pages = []
    shelves = []
    textures = new Map()
    bottom = side
    generation++
  }

  return {
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
    generation: () => generation,
    /** How many pages there are, and how many pictures on them. */
    size: () => ({ pages: pages.length, pictures: textures.size }),
    destroy: clear,
  }
}
