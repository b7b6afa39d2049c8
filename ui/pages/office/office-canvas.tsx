import { createEffect, createMemo, createSignal, type JSX, on, onCleanup, onMount, Show } from 'solid-js'
import type { AgentMessage } from '../../../src/office/agent-message.ts'
import type { Meeting } from '../../../src/office/meetings.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import { severityOf } from '../../../src/sessions/severity.ts'
import { headRoom } from '../../office/art/avatar.ts'
import { type Camera, type Extent, openingCamera, panned, wholeCamera, zoomedAt } from '../../office/scene/camera.ts'
import { createOfficeStage, type OfficeStage } from '../../office/scene/create-office-stage.ts'
import type { Actor } from '../../office/world/actor.ts'
import type { Box, Interactive, Layout, Point } from '../../office/world/layout.ts'
import { createWorld } from '../../office/world/world.ts'
import { preferences } from '../../platform/appearance.ts'
import { isVisible } from '../../platform/visibility.ts'
import type { Facts } from './create-facts.ts'
import { createGestures } from './create-gestures.ts'
import { createPanKeys } from './create-pan-keys.ts'
import type { Inspection } from './debug/debug-rows.ts'
import { paintNames } from './film/paint-names.ts'
import { OfficeObjects } from './office-objects.tsx'
import { OfficePlates, type PlateFrame } from './office-plates.tsx'
import { OfficeStill } from './office-still.tsx'
import { createTelling } from './tell-world.ts'

/** What keys and buttons outside of the picture do to it. */
export type OfficeControls = {
  zoom(): number
  zoomBy(steps: number): void
  fit(): void
  panBy(dx: number, dy: number): void
  /** What is seen now with the names of the crew, and the way to paint it again into the same canvas. */
  picture(): { canvas: HTMLCanvasElement; paint(): void } | undefined
  explain(id: string): string
  /** The seat of an agent, by its id. */
  seatOf(id: string): string | undefined
  /** What the debug view shows. Calls of the graphics card are counted while `isCounting`. */
  inspect(): Inspection
  setCounting(isCounting: boolean): void
}

/** The office itself: the scene on a canvas, and over it the names of the crew and the objects that can be opened. */
export function OfficeCanvas(props: {
  layout: Layout
  /** The seats given by hand, by the ids of agents. */
  desks: Readonly<Record<string, string>>
  members: readonly OfficeMember[]
  messages: readonly AgentMessage[]
  meetings: readonly Meeting[]
  facts: Facts
  isStale: boolean
  chosenId: string | undefined
  chosenObject: string | undefined
  followedId: string | undefined
  /** Of another scene nobody walks to where they are: they are there. */
  scene: string
  objectNotes: Readonly<Record<string, string>>
  /** What lies over the picture instead of the objects, as the plan of an editor does; it is told where the camera is. */
  overlay: ((onReady: (place: (camera: Camera, view: Extent) => void) => void) => JSX.Element) | undefined
  onChoose(id: string): void
  onOpen(object: Interactive): void
  onLetGo(): void
  onReady(controls: OfficeControls): void
}) {
  let frame!: HTMLElement
  let canvas!: HTMLCanvasElement
  let stage: OfficeStage | undefined
  let placePlates: ((frame: PlateFrame) => void) | undefined
  let placeObjects: ((camera: Camera, view: Extent) => void) | undefined
  const [status, setStatus] = createSignal<'starting' | 'there' | 'lost' | 'absent'>('starting')
  const [zoom, setZoom] = createSignal(2)
  const isMotionReduced = () => preferences() !== undefined && document.documentElement.dataset.motion === 'reduced'

  /** Another office, or one that was rebuilt, has a world of its own: whoever is in it sits there already. */
  const world = createMemo(() => createWorld({ layout: props.layout, seed: props.layout.name, desks: props.desks }))
  createEffect(
    on(
      world,
      (world) => {
        if (!stage) return
        const before = stage.office()
        stage.setLayout(props.layout, world)
        const { width, height } = stage.office()
        // One who edits keeps looking at the same place; another office is looked at as a new one.
        if (!props.overlay && (width !== before.width || height !== before.height))
          stage.setCamera(openingCamera(view(), stage.office(), placeToLook()))
      },
      { defer: true },
    ),
  )
  const tell = createMemo(() => createTelling(world()))
  createEffect(() => {
    const { scene, members, messages, meetings } = props
    tell()({ scene, members, messages, meetings }, Date.now())
    stage?.wake()
  })

  /** Who is chosen, or else whoever needs somebody most. */
  function placeToLook() {
    const member =
      props.members.find(({ id }) => id === props.chosenId) ??
      props.members.toSorted((a, b) => severityOf(b.state) - severityOf(a.state))[0]
    return member && world().find(member.id)
  }
  const middleOf = ([x, y, width, height]: Box) => ({ x: x + width / 2, y: y + height / 2 })
  function placeOfChosen() {
    if (props.chosenId !== undefined) return world().find(props.chosenId)
    const box = props.layout.interactive.find(({ id }) => id === props.chosenObject)?.box
    return box && middleOf(box)
  }
  const reveal = (at: Point | undefined) => at && stage?.reveal(at)
  const view = (): Extent => ({ width: frame.clientWidth, height: frame.clientHeight })

  onMount(async () => {
    const made = await createOfficeStage({
      canvas,
      layout: props.layout,
      world: world(),
      light: () => props.facts.light(),
      objects: props.facts.objects,
      isMotionReduced,
      isStopped: () => props.isStale,
      onFrame(camera) {
        if (camera.zoom !== zoom()) setZoom(camera.zoom)
        placePlates?.({ camera, view: stage?.view() ?? view(), actors: world().actors, headRoomOf })
        placeObjects?.(camera, stage?.view() ?? view())
      },
      onContext: (isThere) => setStatus(isThere ? 'there' : 'lost'),
    })
    if (!made) return setStatus('absent')
    if (isGone) return made.destroy()
    stage = made
    made.setView(view())
    made.setCamera(openingCamera(view(), made.office(), placeToLook()))
    setStatus('there')
    props.onReady(controls)
  })
  let isGone = false
  onCleanup(() => {
    isGone = true
    stage?.destroy()
    stage = undefined
  })

  const headRooms = new Map<string, number>()
  function headRoomOf({ member: { look, kind } }: Actor): number {
    const key = `${kind} ${look}`
    let known = headRooms.get(key)
    if (known === undefined) {
      known = headRoom(stage!.avatarFor(look, kind === 'subagent' ? 'robot' : 'agent'))
      headRooms.set(key, known)
    }
    return known
  }

  const controls: OfficeControls = {
    zoom,
    zoomBy(steps) {
      if (!stage) return
      const middle = { x: stage.view().width / 2, y: stage.view().height / 2 }
      stage.setCamera(zoomedAt(stage.camera(), stage.camera().zoom + steps, middle, stage.view(), stage.office()))
    },
    fit() {
      props.onLetGo()
      stage?.setCamera(wholeCamera(stage.view(), stage.office()))
    },
    seatOf: (id) => world().find(id)?.desk ?? undefined,
    panBy(dx, dy) {
      if (!stage) return
      props.onLetGo()
      stage.setCamera(panned(stage.camera(), -dx, -dy, stage.view(), stage.office()))
    },
    picture() {
      if (!stage) return undefined
      const shown = stage
      // At one pixel of the screen for each of the art nothing could be told apart in a film.
      const factor = shown.camera().zoom < 2 ? 2 : 1
      const canvas = document.createElement('canvas')
      canvas.width = Math.round(shown.view().width * factor)
      canvas.height = Math.round(shown.view().height * factor)
      const context = canvas.getContext('2d')!
      const paint = () => {
        context.clearRect(0, 0, canvas.width, canvas.height)
        shown.paintInto(context, factor)
        paintNames(context, frame, factor)
      }
      paint()
      return { canvas, paint }
    },
    explain: (id) => world().explain(id),
    inspect: () => ({
      actors: world().actors,
      explain: world().explain,
      unseated: world().unseated,
      figures: stage?.figures(),
      missing: stage?.missing() ?? [],
    }),
    setCounting: (isCounting) => stage?.setCounting(isCounting),
  }

  createPanKeys(() => frame, controls.panBy)

  onMount(() => {
    const resized = new ResizeObserver(() => {
      stage?.setView(view())
      // The panel about whoever is chosen takes a part of the view.
      reveal(placeOfChosen())
    })
    resized.observe(frame)
    onCleanup(() => resized.disconnect())
    onCleanup(
      createGestures(frame, {
        onPan(dx, dy) {
          if (!stage) return
          props.onLetGo()
          stage.setCamera(panned(stage.camera(), dx, dy, stage.view(), stage.office()))
        },
        onZoom(steps, at) {
          if (!stage) return
          stage.setCamera(zoomedAt(stage.camera(), stage.camera().zoom + steps, at, stage.view(), stage.office()))
        },
        onHold: (isHeld) => stage?.setPanning(isHeld),
      }),
    )
  })
  createEffect(() => (isVisible() ? stage?.resume() : stage?.pause()))
  createEffect(
    on(
      [() => props.facts.light(), () => props.facts.objects(false), isMotionReduced, () => props.isStale, status],
      () => stage?.wake(),
    ),
  )
  createEffect(on([() => props.followedId, status], ([id]) => stage?.follow(id)))
  createEffect(on([() => props.chosenId, () => props.chosenObject, status], () => reveal(placeOfChosen())))

  const setPlaceObjects = (place: NonNullable<typeof placeObjects>) => {
    placeObjects = place
    stage?.wake()
  }
  const interactive = createMemo(() => props.layout.interactive)
  return (
    <section
      class="office-frame"
      ref={frame}
      tabindex="0"
      aria-label="Picture of the office. Arrow keys move it"
      data-stale={props.isStale ? '' : undefined}
      data-status={status()}
      data-zoom={zoom()}
    >
      <div aria-hidden="true">
        <canvas ref={canvas} />
      </div>
      <Show when={status() === 'absent'}>
        <OfficeStill layout={props.layout} world={world()} facts={props.facts} members={props.members} />
      </Show>
      <Show when={status() === 'lost'}>
        <p class="office-lost">The graphics of this browser were taken away; the office comes back by itself.</p>
      </Show>
      <Show
        when={props.overlay}
        keyed
        fallback={
          <OfficeObjects
            objects={interactive()}
            chosen={props.chosenObject}
            notes={props.objectNotes}
            onOpen={props.onOpen}
            onReach={({ box }) => reveal(middleOf(box))}
            onReady={setPlaceObjects}
          />
        }
      >
        {(overlay) => overlay(setPlaceObjects)}
      </Show>
      <OfficePlates
        members={props.members}
        chosenId={props.chosenId}
        onChoose={props.onChoose}
        onReach={(id) => reveal(world().find(id))}
        onReady={(place) => {
          placePlates = place
        }}
      />
    </section>
  )
}
