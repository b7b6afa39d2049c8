import { Elysia } from 'elysia'
import { z } from 'zod'
import { isScreen } from '../../auth/caller.ts'
import { requireRole } from '../../auth/require-role.ts'
import { lazily } from '../../lib/lazily.ts'
import type { OwnSprites, Sprites } from './sprites.ts'

export type SpriteRouteDeps = { sprites: Sprites }

/** Pictures that somebody put into the folder of sprites. It stands below `/api/office`. */
export const spriteRoutes = ({ sprites }: SpriteRouteDeps) =>
  new Elysia({ prefix: '/sprites' })
    .get(
      '/',
      ({ request }): OwnSprites => {
        const { items, refused } = sprites.list()
        return { items, refused: isScreen(request) ? [] : refused }
      },
      requireRole('screen'),
    )
    .get('/:file', ({ params: { file } }) => sprites.picture(file), {
      params: lazily(() => z.object({ file: z.string().max(300) })),
      ...requireRole('screen'),
    })

/**
 * Serves the files of a folder by `@elysiajs/static`, which is loaded when the first is asked for. It stands behind the
 * checks of `createSprites` and is mounted nowhere: by itself it follows links and `..%2f`.
 */
export function createFileServer(folder: string) {
  let opened: Promise<Elysia> | undefined
  async function open() {
    const { staticPlugin } = await import('@elysiajs/static')
    // With entity tags it would keep each answer, and the tag of what the file was, for hours.
    const plugin = await staticPlugin({
      assets: folder,
      prefix: '',
      alwaysStatic: false,
      indexHTML: false,
      etag: false,
      silent: true,
      headers: { 'content-type': 'image/png' },
    })
    return new Elysia().use(plugin) as unknown as Elysia
  }
  return async (name: string): Promise<Response> => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return (await opened).handle(new Request(`http://localhost/${name}`))
  }
}
