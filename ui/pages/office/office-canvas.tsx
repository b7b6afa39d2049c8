import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js'
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
import { OfficeObjects } from './office-objects.tsx'
import { OfficePlates, type PlateFrame } from './office-plates.tsx'
import { OfficeStill } from './office-still.tsx'

/** What keys and buttons outside of the picture do to it. */
export type OfficeControls = {
  zoom(): number
  zoomBy(steps: number): void
  fit(): void
  capture(): HTMLCanvasElement | undefined
  explain(id: string): string
  figures(): Readonly<Record<string, number>>
}

/** The office itself: the scene on a canvas, and over it the names of the crew and the objects that can be opened. */
export function OfficeCanvas(props: {
  layout: Layout
  members: readonly OfficeMember[]
  facts: Facts
  isStale: boolean
  chosenId: string | undefined
  chosenObject: string | undefined
  followedId: string | undefined
  /** Of another scene nobody walks to where they are: they are there. */
  scene: string
  objectNotes: Readonly<Record<string, string>>
  onChoose(id: string): void
  onOpen(object: Interactive): void
  onLetGo(): void
  onReady(controls: OfficeControls): void
}) {
  let frame!: HTMLDivElement
  let canvas!: HTMLCanvasElement
  let stage: OfficeStage | undefined
  let placePlates: ((frame: PlateFrame) => void) | undefined
  let placeObjects: ((camera: Camera, view: Extent) => void) | undefined
  const [status, setStatus] = createSignal<'starting' | 'there' | 'lost' | 'absent'>('starting')
  const [zoom, setZoom] = createSignal(2)
  const isMotionReduced = () => preferences() !== undefined && document.documentElement.dataset.motion === 'reduced'

  const world = createWorld({ layout: props.layout, seed: props.layout.name })
  createEffect<string | undefined>((before) => {
    world.setMembers(props.members, Date.now())
    if (props.scene !== before) world.jump()
    stage?.wake()
    return props.scene
  })

  /** Who is chosen, or else whoever needs somebody most. */
  function placeToLook() {
    const member =
      props.members.find(({ id }) => id === props.chosenId) ??
      props.members.toSorted((a, b) => severityOf(b.state) - severityOf(a.state))[0]
    return member && world.find(member.id)
  }
  const middleOf = ([x, y, width, height]: Box) => ({ x: x + width / 2, y: y + height / 2 })
  function placeOfChosen() {
    if (props.chosenId !== undefined) return world.find(props.chosenId)
    const box = props.layout.interactive.find(({ id }) => id === props.chosenObject)?.box
    return box && middleOf(box)
  }
  const reveal = (at: Point | undefined) => at && stage?.reveal(at)
  const view = (): Extent => ({ width: frame.clientWidth, height: frame.clientHeight })

  onMount(async () => {
    const made = await createOfficeStage({
      canvas,
      layout: props.layout,
      world,
      light: () => props.facts.light(),
      objects: props.facts.objects,
      isMotionReduced,
      isStopped: () => props.isStale,
      onFrame(camera) {
        if (camera.zoom !== zoom()) setZoom(camera.zoom)
        placePlates?.({ camera, view: stage?.view() ?? view(), actors: world.actors, headRoomOf })
        placeObjects?.(camera, stage?.view() ?? view())
      },
      onContext: (isThere) => setStatus(isThere ? 'there' : 'lost'),
    })
    if (!made) return setStatus('absent')
    if (isGone) return made.destroy()
    stage = made
    made.setView(view())
    made.setCamera(openingCamera(view(), made.office, placeToLook()))
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
      stage.setCamera(zoomedAt(stage.camera(), stage.camera().zoom + steps, middle, stage.view(), stage.office))
    },
    fit() {
      props.onLetGo()
      stage?.setCamera(wholeCamera(stage.view(), stage.office))
    },
    capture: () => stage?.capture(),
    explain: (id) => world.explain(id),
    figures: () => stage?.figures() ?? {},
  }

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
          stage.setCamera(panned(stage.camera(), dx, dy, stage.view(), stage.office))
        },
        onZoom(steps, at) {
          if (!stage) return
          stage.setCamera(zoomedAt(stage.camera(), stage.camera().zoom + steps, at, stage.view(), stage.office))
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

  const interactive = createMemo(() => props.layout.interactive)
  return (
    <div
      class="office-frame"
      ref={frame}
      data-stale={props.isStale ? '' : undefined}
      data-status={status()}
      data-zoom={zoom()}
    >
      <div aria-hidden="true">
        <canvas ref={canvas} />
      </div>
      <Show when={status() === 'absent'}>
        <OfficeStill layout={props.layout} world={world} facts={props.facts} members={props.members} />
      </Show>
      <Show when={status() === 'lost'}>
        <p class="office-lost">The graphics of this browser were taken away; the office comes back by itself.</p>
      </Show>
      <OfficeObjects
        objects={interactive()}
        chosen={props.chosenObject}
        notes={props.objectNotes}
        onOpen={props.onOpen}
        onReach={({ box }) => reveal(middleOf(box))}
        onReady={(place) => {
          placeObjects = place
        }}
      />
      <OfficePlates
        members={props.members}
        chosenId={props.chosenId}
        onChoose={props.onChoose}
        onReach={(id) => reveal(world.find(id))}
        onReady={(place) => {
          placePlates = place
        }}
      />
    </div>
  )
}
