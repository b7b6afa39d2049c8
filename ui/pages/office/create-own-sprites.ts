import { createResource } from 'solid-js'
import { api, ask } from '../../data/api.ts'
import { askForFile } from '../../data/ask-for-file.ts'
import { addPicture } from '../../office/art/sprites.ts'
import { addOwnPiece } from '../../office/plan/pieces.ts'

/** What is loaded already, by the address that changes with the file. */
const loaded = new Set<string>()

/**
 * The sprites of the data folder, loaded while `isWanted`, so that they can be placed and drawn. The answer counts up when
 * there are more; one that cannot be read is left out, and is then a piece that nobody knows.
 */
export function createOwnSprites(isWanted: () => boolean) {
  const [count] = createResource(isWanted, async () => {
    const { items } = await ask(api.office.sprites.get())
    await Promise.all(
      items
        .filter(({ url }) => !loaded.has(url))
        .map(async ({ name, url }) => {
          const picture = await pictureAt(url).catch(() => undefined)
          if (!picture) return
          loaded.add(url)
          addPicture(`own:${name}`, picture)
          addOwnPiece(`own:${name}`, picture.width)
        }),
    )
    return loaded.size
  })
  return () => (count.error === undefined ? (count.latest ?? 0) : 0)
}

async function pictureAt(url: string) {
  const bitmap = await createImageBitmap(await askForFile(url))
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  const context = canvas.getContext('2d')!
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height)
  return { width, height, data: new Uint8ClampedArray(data) }
}
