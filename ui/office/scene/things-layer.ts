import { Container, Sprite } from 'pixi.js'
import type { SpriteArt } from '../art/sprites/add-sprite.ts'
import type { Daylight, Sky } from '../world/daylight.ts'
import type { Layout, LayoutObject } from '../world/layout.ts'
import type { ObjectState } from '../world/object-states.ts'
import { lookOfThing, type SeatStates } from '../world/seat-light.ts'
import type { OfficeArt } from './office-art.ts'
import { paintMoon } from './paint-moon.ts'
import { frameAt } from './sprite-clock.ts'

/** What the things of an office depend on at one moment. */
type ThingsState = {
  seats: SeatStates
  light: Daylight
  sky: Sky
  /** How far the moon is in its month: 0 is new, 0.5 full. */
  moon: number
  objects: Readonly<Record<string, ObjectState>>
}

/** How many shapes the moon has in a month. */
const phases = 28

type Thing = {
  object: LayoutObject
  sprite: Sprite
  /** What it shows now. */
  name: string
  info: SpriteArt | undefined
  /** The frame that is given; undefined where it runs by itself. */
  given: number | undefined
  frame: number
}

/** Sprites without a shadow of their own: what stands on desks, desks themselves, glass, and the cat. */
const shadowless =
  /^(desk|deskled|glass|laptop|monitor|keyboard|lamp($|\.bridge)|mug|papers|plant\.small|books|duck|photo|tray|coffee|cat)/

/**
 * The windows, what hangs on the walls, and the furniture, each in the state that it shows. `sorted` is shared with the
 * characters, so that one stands before a desk and behind the next.
 */
export function createThingsLayer(layout: Layout, art: OfficeArt, sorted: Container) {
  const walls = new Container()
  const things: Thing[] = []
  /** What always shows the same. */
  const constant: { sprite: Sprite; name: string }[] = []
  const panes = layout.windows.map((window) => {
    const before = new Sprite()
    const after = new Sprite()
    const frame = new Sprite()
    constant.push({ sprite: frame, name: 'window' })
    for (const pane of [before, after]) pane.position.set(window.x + 2, window.y + 2)
    frame.position.set(window.x, window.y)
    const moon = new Sprite()
    // In the middle of the right pane.
    moon.position.set(window.x + 32, window.y + 6)
    moon.visible = false
    walls.addChild(before, after, moon, frame)
    return { window, before, after, moon }
  })

  const onWalls = [1, 2].flatMap((layer) => layout.objects.filter(({ wall }) => wall === layer))
  for (const object of onWalls) if (!object.isHidden) add(object, walls, true)
  for (const object of layout.objects) if (!object.wall && !object.floor && !object.isHidden) add(object, sorted, false)

  function add(object: LayoutObject, parent: Container, isCorner: boolean) {
    const z = object.z ?? object.y
    const info = art.infoOf(object.sprite)
    if (!isCorner && info && !shadowless.test(object.sprite)) {
      const name = info.width > 40 ? 'shadow.xl' : info.width > 22 ? 'shadow.l' : 'shadow.m'
      addShadow(name, object.x + 1, object.y, z - 0.5)
    }
    if (info && /^desk\.(front|captain|bridge|helm)/.test(object.sprite))
      addShadow('shadow.desk', object.x + 1, object.y + info.height - 6, 0)
    const sprite = new Sprite()
    sprite.position.set(object.x, object.y)
    sprite.zIndex = z
    if (object.flip) sprite.scale.x = -1
    parent.addChild(sprite)
    things.push({ object, sprite, name: '', info: undefined, given: 0, frame: -1 })
  }

  function addShadow(name: string, x: number, y: number, z: number) {
    const info = art.infoOf(name)
    if (!info) return
    const shadow = new Sprite()
    constant.push({ sprite: shadow, name })
    shadow.position.set(Math.round(x - info.anchorX), Math.round(y - info.anchorY))
    shadow.zIndex = z
    sorted.addChild(shadow)
  }

  /** Chooses what a thing shows in this state. */
  function dress(thing: Thing, { seats, light, objects }: ThingsState) {
    const { object, sprite } = thing
    const state = object.state === undefined ? undefined : objects[object.state]
    const looked = state?.sprite ?? lookOfThing(object, seats, light)
    const [, name, numbered] = /^(.*?)(?:\.(\d+))?$/.exec(looked)!
    thing.name = art.infoOf(looked) ? looked : art.infoOf(name!) ? name! : object.sprite
    thing.info = art.infoOf(thing.name)
    thing.given = state?.frame ?? (thing.name !== looked && numbered !== undefined ? Number(numbered) : undefined)
    thing.frame = -1
    if (!object.wall && thing.info) sprite.pivot.set(thing.info.anchorX, thing.info.anchorY)
  }

  function step(thing: Thing, at: number): boolean {
    const { object, sprite, info, given, name } = thing
    if (!info) return false
    const frame = Math.min(given ?? (info.isAuto ? frameAt(info, at + object.x * 37) : 0), info.frames - 1)
    if (frame === thing.frame) return false
    thing.frame = frame
    sprite.texture = art.sprite(name, frame)
    return true
  }

  return {
    walls,
    /** Shows the state of every thing; called when it has changed. */
    dress(state: ThingsState) {
      const { sky } = state
      const night = (sky.from === 'night' ? 1 - sky.share : 0) + (sky.to === 'night' ? sky.share : 0)
      const phase = Math.round(state.moon * phases) / phases
      for (const { window, before, after, moon } of panes) {
        before.texture = art.sprite(`sky.${sky.from}.${window.sky}`)
        after.texture = art.sprite(`sky.${sky.to}.${window.sky}`)
        after.alpha = sky.share
        // It is seen through one window of each kind alone.
        moon.visible = window.sky === 1 && night > 0
        moon.alpha = night
        if (moon.visible) moon.texture = art.picture(`moon ${phase}`, () => paintMoon(phase))
      }
      for (const { sprite, name } of constant) sprite.texture = art.sprite(name)
      for (const thing of things) dress(thing, state)
    },
    /** The next frame of what moves by itself, at a moment (ms). Answers whether any is another. */
    animate(at: number): boolean {
      let isChanged = false
      for (const thing of things) if (step(thing, at)) isChanged = true
      return isChanged
    },
  }
}
