import { Container, Sprite } from 'pixi.js'
import type { SpriteArt } from '../art/sprites/add-sprite.ts'
import type { Sky } from '../world/daylight.ts'
import type { Layout, LayoutObject } from '../world/layout.ts'
import { shadowsOf } from '../world/thing-shadows.ts'
import type { OfficeArt } from './office-art.ts'
import { paintMoon } from './paint-moon.ts'
import { cornerOf, shownSprite, type ThingsState } from './shown-sprite.ts'
import { frameAt } from './sprite-clock.ts'

/** What is seen through the windows: the sky, and how far the moon is in its month, where 0 is new and 0.5 full. */
type Outside = { sky: Sky; moon: number }

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
    if (!isCorner && info) for (const shadow of shadowsOf(object, info)) addShadow(shadow)
    const sprite = new Sprite()
    if (isCorner) sprite.position.set(object.x, object.y)
    sprite.zIndex = z
    if (object.flip) sprite.scale.x = -1
    parent.addChild(sprite)
    things.push({ object, sprite, name: '', info: undefined, given: 0, frame: -1 })
  }

  function addShadow({ sprite: name, x, y, z }: ReturnType<typeof shadowsOf>[number]) {
    const info = art.infoOf(name)
    if (!info) return
    const shadow = new Sprite()
    constant.push({ sprite: shadow, name })
    shadow.position.copyFrom(cornerOf(info, x, y))
    shadow.zIndex = z
    sorted.addChild(shadow)
  }

  /** Chooses what a thing shows in this state. */
  function dress(thing: Thing, state: ThingsState) {
    const { object, sprite } = thing
    const { name, frame } = shownSprite(object, state)
    thing.name = name
    thing.info = art.infoOf(name)
    thing.given = frame
    thing.frame = -1
    if (object.wall || !thing.info) return
    const corner = cornerOf(thing.info, object.x, object.y, object.flip)
    sprite.position.set(corner.x + (object.flip ? thing.info.width : 0), corner.y)
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
    dress(state: ThingsState, { sky, moon: month }: Outside) {
      const night = (sky.from === 'night' ? 1 - sky.share : 0) + (sky.to === 'night' ? sky.share : 0)
      const phase = Math.round(month * phases) / phases
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
      for (let k = 0; k < things.length; k++) if (step(things[k]!, at)) isChanged = true
      return isChanged
    },
  }
}
