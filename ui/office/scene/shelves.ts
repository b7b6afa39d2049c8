/** A row of pictures of about one height. */
type Shelf = { page: number; y: number; height: number; x: number }

/** Shelves are this much higher than one another, so that pictures of about one height share them. */
const heightStep = 8

/** Finds the place of each picture on square pages: side by side on shelves, and on a new page where one is full. */
export function createShelves(side: number) {
  let shelves: Shelf[] = []
  let pages = 0
  let bottom = side

  return {
    place(width: number, height: number): { page: number; x: number; y: number } {
      const rounded = Math.ceil(height / heightStep) * heightStep
      let shelf = shelves.find((open) => open.height === rounded && open.x + width <= side)
      if (!shelf) {
        if (bottom + rounded > side) {
          pages++
          bottom = 0
        }
        shelf = { page: pages - 1, y: bottom, height: rounded, x: 0 }
        bottom += rounded
        shelves.push(shelf)
      }
      const { page, x, y } = shelf
      shelf.x += width
      return { page, x, y }
    },
    clear() {
      shelves = []
      pages = 0
      bottom = side
    },
  }
}
