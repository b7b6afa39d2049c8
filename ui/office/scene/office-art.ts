import { Texture } from 'pixi.js'
import { type Avatar, avatarOf } from '../art/avatar.ts'
import { characterOf } from '../art/compose.ts'
import type { CharacterPose } from '../art/poses.ts'
import type { SpriteArt } from '../art/sprites/add-sprite.ts'
import { artOf, frameOf } from '../art/sprites.ts'
import { withoutColour } from './blit.ts'
import { createTexturePages } from './texture-pages.ts'

/**
 * The art as textures: sprites by name, characters by seed and pose, each drawn when it is first shown. A sprite that
 * does not exist is an empty texture, and is named by `missing`.
 */
export function createOfficeArt() {
  const pages = createTexturePages()
  const avatars = new Map<string, Avatar>()
  const missing = new Set<string>()
  /** The names of the frames of each sprite, which are asked for in every frame of the office. */
  const keys = new Map<string, string[]>()

  function keyOf(name: string, frame: number): string {
    const known = keys.get(name) ?? []
    if (known.length === 0) keys.set(name, known)
    known[frame] ??= `${name} ${frame}`
    return known[frame]
  }

  function avatarFor(seed: string, kind: 'agent' | 'robot'): Avatar {
    const key = `${kind} ${seed}`
    const known = avatars.get(key)
    if (known) return known
    const made = avatarOf(seed, kind)
    avatars.set(key, made)
    return made
  }

  const drawSprite = (name: string, frame: number) => pages.textureOf(keyOf(name, frame), () => frameOf(name, frame))

  return {
    infoOf: (name: string): SpriteArt | undefined => artOf(name),
    sprite(name: string, frame = 0): Texture {
      if (!artOf(name)) {
        missing.add(name)
        return Texture.EMPTY
      }
      return pages.known(keyOf(name, frame)) ?? drawSprite(name, frame)
    },
    character(seed: string, kind: 'agent' | 'robot', pose: CharacterPose, frame: number, isGrey: boolean): Texture {
      const key = `${seed} ${kind} ${pose.stance} ${pose.act} ${pose.direction} ${frame} ${isGrey}`
      return pages.textureOf(key, () => {
        const picture = characterOf(avatarFor(seed, kind), pose, frame)
        return isGrey ? withoutColour(picture) : picture
      })
    },
    /** A picture of no sprite, under a name of its own. */
    picture: pages.textureOf,
    avatarFor,
    missing: (): readonly string[] => [...missing],
    generation: pages.generation,
    flush: pages.flush,
    sweep: pages.sweep,
    size: pages.size,
    destroy: pages.destroy,
  }
}

export type OfficeArt = ReturnType<typeof createOfficeArt>
