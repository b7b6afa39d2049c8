import { type Container, Sprite, type Texture } from 'pixi.js'
import { animationOf } from '../art/acts.ts'
import type { CharacterPose } from '../art/poses.ts'
import type { Actor } from '../world/actor.ts'
import type { OfficeArt } from './office-art.ts'
import { frameAt } from './sprite-clock.ts'

/** The foot of a character in its cell. */
const foot = { x: 16, y: 30 }
/** Somebody of whom nothing goes on moves at a third of the pace. */
const slowness = 3
/** How far each drawing of a walk goes, in art pixels. */
const stridePx = 5
/** The glow of each heat; 0 has none. */
const glowNames = [undefined, 'heat.0', 'heat.1', 'heat.2'] as const

type Figure = {
  actor: Actor
  body: Sprite
  shadow: Sprite
  glow: Sprite
  /** What was drawn last. */
  pose: CharacterPose
  animation: ReturnType<typeof animationOf>
  x: number
  y: number
  z: number
  frame: number
  heat: number
  opacity: number
  isStill: boolean
  generation: number
  look: string
  /** The drawings of this pose, by frame, as far as they were shown. */
  textures: Texture[]
}

/** The characters, each in its pose at its place, with its shadow and the glow of how much it does. */
export function createCrewLayer(art: OfficeArt, sorted: Container, glows: Container) {
  const figures = new Map<string, Figure>()
  let shortestStepMs = Number.POSITIVE_INFINITY

  function figureOf(actor: Actor): Figure {
    const known = figures.get(actor.id)
    if (known && known.actor === actor) return known
    if (known) remove(known)
    const made: Figure = {
      actor,
      body: new Sprite(),
      shadow: new Sprite(art.sprite('shadow.m')),
      glow: new Sprite(),
      pose: { stance: actor.stance, act: actor.act, direction: actor.direction },
      animation: animationOf({ stance: actor.stance, act: actor.act, direction: actor.direction }),
      x: 0,
      y: 0,
      z: 0,
      frame: -1,
      heat: 0,
      opacity: 1,
      isStill: false,
      generation: -1,
      look: '',
      textures: [],
    }
    made.body.pivot.set(foot.x, foot.y)
    const info = art.infoOf('shadow.m')
    made.shadow.pivot.set(Math.round(info?.anchorX ?? 0), Math.round(info?.anchorY ?? 0))
    made.glow.blendMode = 'add'
    made.glow.alpha = 0.8
    sorted.addChild(made.shadow, made.body)
    glows.addChild(made.glow)
    figures.set(actor.id, made)
    return made
  }

  function remove({ actor, body, shadow, glow }: Figure) {
    for (const sprite of [body, shadow, glow]) sprite.destroy()
    figures.delete(actor.id)
  }

  function show(figure: Figure, at: number): boolean {
    const { actor, body, pose } = figure
    if (pose.stance !== actor.stance || pose.act !== actor.act || pose.direction !== actor.direction) {
      pose.stance = actor.stance
      pose.act = actor.act
      pose.direction = actor.direction
      figure.animation = animationOf(pose)
      figure.frame = -1
      figure.textures.length = 0
    }
    const { isStill, isSlow } = actor.depiction
    const slowdown = isSlow ? slowness : 1
    if (!isStill && figure.animation.frames > 1)
      shortestStepMs = Math.min(shortestStepMs, figure.animation.stepMs * slowdown)
    const walks = pose.act === 'walk' || pose.act === 'carry'
    const frame = walks
      ? Math.floor(actor.walkedPx / stridePx) % figure.animation.frames
      : isStill
        ? 0
        : frameAt(figure.animation, (at + actor.phaseMs) / slowdown)
    const generation = art.generation()
    const { look, kind } = actor.member
    if (isStill !== figure.isStill || generation !== figure.generation || look !== figure.look) {
      figure.frame = -1
      figure.isStill = isStill
      figure.generation = generation
      figure.look = look
      figure.textures.length = 0
    }
    if (frame !== figure.frame) {
      figure.frame = frame
      figure.textures[frame] ??= art.character(look, kind === 'subagent' ? 'robot' : 'agent', pose, frame, isStill)
      body.texture = figure.textures[frame]
    } else if (isPlaced(figure)) return false
    place(figure)
    return true
  }

  const isPlaced = ({ actor, x, y, z, heat, opacity }: Figure) =>
    x === Math.round(actor.x) &&
    y === Math.round(actor.y) &&
    z === actor.z &&
    heat === actor.member.heat &&
    opacity === actor.opacity

  function place(figure: Figure) {
    const { actor, body, shadow, glow } = figure
    const x = Math.round(actor.x)
    const y = Math.round(actor.y)
    figure.x = x
    figure.y = y
    figure.z = actor.z
    figure.heat = actor.member.heat
    figure.opacity = actor.opacity
    body.position.set(x, y)
    body.zIndex = actor.z
    body.alpha = actor.opacity
    shadow.texture = art.sprite('shadow.m')
    shadow.visible = actor.stance === 'stand'
    shadow.position.set(x, y - 1)
    shadow.zIndex = actor.z - 0.2
    shadow.alpha = actor.opacity
    glow.visible = actor.member.heat > 0 && !actor.depiction.isStill
    if (!glow.visible) return
    const name = glowNames[actor.member.heat]!
    const info = art.infoOf(name)
    glow.texture = art.sprite(name)
    glow.pivot.set(Math.round(info?.anchorX ?? 0), Math.round(info?.anchorY ?? 0))
    glow.position.set(x, y - 18)
  }

  return {
    /** Shows everybody as they are at a moment (ms). Answers whether a pixel may have changed. */
    update(actors: readonly Actor[], at: number): boolean {
      let isChanged = false
      shortestStepMs = Number.POSITIVE_INFINITY
      for (let k = 0; k < actors.length; k++) if (show(figureOf(actors[k]!), at)) isChanged = true
      if (figures.size > actors.length) {
        const here = new Set(actors)
        for (const figure of [...figures.values()])
          if (!here.has(figure.actor)) {
            remove(figure)
            isChanged = true
          }
      }
      return isChanged
    },
    /** How long the shortest step of anybody lasts, in ms; infinite where nobody moves. */
    shortestStepMs: () => shortestStepMs,
    destroy() {
      for (const figure of [...figures.values()]) remove(figure)
    },
  }
}
