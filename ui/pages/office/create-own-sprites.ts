import { createResource } from 'solid-js'
import type { OfficePlan } from '../../../src/office/plan.ts'
import { api, ask } from '../../data/api.ts'
import { askForFile } from '../../data/ask-for-file.ts'
import { addPicture } from '../../office/art/sprites.ts'
import { addOwnPiece } from '../../office/plan/pieces.ts'

/** What is loaded already, by the address that changes with the file. */
const loaded = new Set<string>()

/** Whether a plan has pieces that are made of sprites of the data folder. */
export const hasOwnPieces = ({ pieces }: OfficePlan): boolean => pieces.some(({ kind }) => kind.startsWith('own:'))

/**
 * Loads the sprites of the data folder, so that they can be placed and drawn; anew whenever `wanted` is another text, and
 * not at all while it is undefined. The answer is whether they are there: one that cannot be read is a piece that nobody
 * knows.
 */
export function createOwnSprites(wanted: () => string | undefined) {
  const [loading] = createResource(wanted, async () => {
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
  })
  return () => loading.state === 'ready' || loading.state === 'errored'
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
