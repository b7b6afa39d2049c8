import type { Picture } from './pixels.ts'
import {
  type AddShade,
  type AddSprite,
  drawnSprite,
  type SpriteArt,
  type SpriteProgram,
  shadedSprite,
} from './sprites/add-sprite.ts'
import { addBubbles } from './sprites/bubbles.ts'
import { addCat } from './sprites/cat.ts'
import { addCoins } from './sprites/coins.ts'
import { addDeskThings } from './sprites/desk-things.ts'
import { addDog } from './sprites/dog.ts'
import { addDoors } from './sprites/doors.ts'
import { addFloors } from './sprites/floors.ts'
import { addFurniture } from './sprites/furniture.ts'
import { addHelm } from './sprites/helm.ts'
import { addIcons } from './sprites/icons.ts'
import { addKitchen } from './sprites/kitchen.ts'
import { addLights } from './sprites/lights.ts'
import { addMachines } from './sprites/machines.ts'
import { addParrot } from './sprites/parrot.ts'
import { addPlants } from './sprites/plants.ts'
import { addPlates } from './sprites/plates.ts'
import { addRacks } from './sprites/racks.ts'
import { addScreens } from './sprites/screens.ts'
import { addSea } from './sprites/sea.ts'
import { addSeats } from './sprites/seats.ts'
import { addShadows } from './sprites/shadows.ts'
import { addShipThings } from './sprites/ship-things.ts'
import { addSignals } from './sprites/signals.ts'
import { addSky } from './sprites/sky.ts'
import { addStorage } from './sprites/storage.ts'
import { addWallHangings } from './sprites/wall-hangings.ts'
import { addWalls } from './sprites/walls.ts'
import { addWindows } from './sprites/windows.ts'

/** A picture and the point it stands on. */
type Sprite = Picture & { anchorX: number; anchorY: number }

const programs = new Map<string, SpriteProgram>()
const add: AddSprite = (...program) => programs.set(program[0], drawnSprite(...program))
const addShade: AddShade = (...program) => programs.set(program[0], shadedSprite(...program))

for (const addAll of [
  addFloors,
  addWalls,
  addWindows,
  addSky,
  addSea,
  addDoors,
  addFurniture,
  addSeats,
  addPlants,
  addStorage,
  addKitchen,
  addWallHangings,
  addDeskThings,
  addCoins,
  addScreens,
  addRacks,
  addMachines,
  addHelm,
  addShipThings,
  addCat,
  addDog,
  addParrot,
  addBubbles,
  addIcons,
  addPlates,
  addSignals,
])
  addAll(add)
addLights(addShade)
addShadows(addShade)

/** The names of all sprites, without their frames. */
export const artNames = () => [...programs.keys()]

/** Adds a picture that somebody drew, under a name that no sprite of ours has. It stands on its lower edge. */
export function addPicture(name: string, picture: Picture) {
  const { width, height } = picture
  const { art } = drawnSprite(name, width, height, {}, () => {})
  programs.set(name, { art, paint: () => picture })
  drawn.delete(`${name} 0`)
  sprites.delete(name)
}

export const artOf = (name: string): SpriteArt | undefined => programs.get(name)?.art

const drawn = new Map<string, Picture>()

/** A frame of a sprite, drawn when it is first needed. */
export function frameOf(name: string, frame = 0): Picture {
  const key = `${name} ${frame}`
  const known = drawn.get(key)
  if (known) return known
  const program = programs.get(name)
  if (!program || frame >= program.art.frames) throw new Error(`No sprite is called ${name} and has a frame ${frame}`)
  const made = program.paint(frame)
  drawn.set(key, made)
  return made
}

const sprites = new Map<string, Sprite>()

/** The sprite and the frame that are meant by a name that may end with a frame, as `sign.wait.0` does; undefined where there is none. */
export function spriteNamed(name: string): { name: string; frame: number | undefined } | undefined {
  if (programs.has(name)) return { name, frame: undefined }
  const [, base, frame] = /^(.*)\.(\d+)$/.exec(name) ?? []
  return base !== undefined && programs.has(base) ? { name: base, frame: Number(frame) } : undefined
}

/** The picture of a name that may end with its frame. */
export function sprite(name: string): Sprite {
  const known = sprites.get(name)
  if (known) return known
  const { name: base, frame = 0 } = spriteNamed(name) ?? { name }
  const { anchorX, anchorY } = artOf(base) ?? {}
  const made = { ...frameOf(base, frame), anchorX: anchorX!, anchorY: anchorY! }
  sprites.set(name, made)
  return made
}
