import { createEffect, on, onCleanup, onMount } from 'solid-js'
import type { OfficeMember } from '../../../src/office/member.ts'
import { paintStill } from '../../office/scene/paint-still.ts'
import type { Layout } from '../../office/world/layout.ts'
import { createSeatStates } from '../../office/world/seat-states.ts'
import type { World } from '../../office/world/world.ts'
import type { Facts } from './create-facts.ts'

/** A still picture is painted anew at most this often. */
const repaintMs = 2_000

/** The office where the browser has no graphics: a still picture of who is where, painted when somebody's state changes. */
export function OfficeStill(props: { layout: Layout; world: World; facts: Facts; members: readonly OfficeMember[] }) {
  let canvas!: HTMLCanvasElement
  let timer: ReturnType<typeof setTimeout> | undefined
  let paintedAt = Number.NEGATIVE_INFINITY

  function paint() {
    timer = undefined
    paintedAt = performance.now()
    const { layout, world, facts } = props
    world.jump()
    const seats = createSeatStates()
    seats.note(world.actors)
    const { daylight, sky } = facts.light()
    const { width, height, data } = paintStill({
      layout,
      actors: world.actors,
      seats: seats.states,
      daylight,
      sky,
      objects: facts.objects(false),
    })
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0)
  }
  onMount(() =>
    createEffect(
      on([() => props.members, () => props.facts.light(), () => props.facts.objects(false)], () => {
        timer ??= setTimeout(paint, Math.max(0, paintedAt + repaintMs - performance.now()))
      }),
    ),
  )
  onCleanup(() => clearTimeout(timer))
  return (
    <div class="office-still">
      <div aria-hidden="true">
        <canvas ref={canvas} />
      </div>
      <p class="quiet">This browser has no WebGL: the office is a still picture, painted when something changes.</p>
    </div>
  )
}
