import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from 'solid-js'
import type { OfficeMember } from '../../../src/office/member.ts'
import { markOf } from '../../../src/sessions/severity.ts'
import { doingWords } from '../../components/doing-words.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { createLabelKeys } from '../../office/label-keys.ts'
import { type Camera, type Extent, toView } from '../../office/scene/camera.ts'
import { placePlates, type WantedPlate } from '../../office/scene/place-plates.ts'
import type { Actor } from '../../office/world/actor.ts'
import { ChannelMark } from './channel-mark.tsx'

/** How much more a plate matters: who is chosen, who needs a person, who works. */
const ranks = {
  chosen: 100,
  waiting: 50,
  stopped: 40,
  working: 20,
  thinking: 20,
  idle: 5,
  asleep: 2,
  unknown: 1,
} as const
/** How far a head is above the foot of somebody who stands, in art pixels. */
const headAbove = 25
/** How long something that was just said is shown, in ms. */
const saidMs = 9_000

/** How far above its plate a bubble ends, with its tip. */
const bubbleGap = 6

/** The size of a plate, and what it was when it was measured. */
type Size = Pick<WantedPlate, 'width' | 'height' | 'bubble'> & { version: number; zoom: number; text: string }

export type PlateFrame = { camera: Camera; view: Extent; actors: readonly Actor[]; headRoomOf(actor: Actor): number }

/**
 * The names above the heads, and what somebody says or asks: HTML over the canvas, so that every script can be read at
 * every zoom. One of them is in the tab order; arrow keys walk the crew.
 */
export function OfficePlates(props: {
  members: readonly OfficeMember[]
  chosenId: string | undefined
  onChoose(id: string): void
  /** Somebody is reached by keyboard, wherever it is. */
  onReach(id: string): void
  /** Gives the function that puts the plates where a frame has their heads. */
  onReady(place: (frame: PlateFrame) => void): void
}) {
  const elements = new Map<string, HTMLElement>()
  const sizes = new Map<string, Size>()
  const at = new Map<string, string>()
  const ids = createMemo(() => props.members.map(({ id }) => id), [], {
    equals: (a, b) => a.length === b.length && a.every((id, k) => id === b[k]),
  })
  const byId = createMemo(() => new Map(props.members.map((member) => [member.id, member])))
  let list!: HTMLUListElement
  const { focusedId, setFocusedId, tabStop, onKeyDown } = createLabelKeys({
    ids,
    preferred: () => props.chosenId,
    list: () => list,
    onMove: (id) => props.onChoose(id),
  })

  /** The sizes of a plate and of its bubble; those of another zoom are others. */
  function sizeOf(id: string, element: HTMLElement, zoom: number): Size {
    const known = sizes.get(id)
    if (known?.version === version && known.zoom === zoom && known.width > 0) return known
    const text = element.textContent
    if (known?.text === text && known.zoom === zoom && known.width > 0) {
      known.version = version
      return known
    }
    const [label, bubble] = [
      element.querySelector<HTMLElement>('.name-label')!,
      element.querySelector<HTMLElement>('.office-bubble'),
    ]
    const size = {
      version,
      zoom,
      text,
      width: label.offsetWidth,
      height: label.offsetHeight,
      bubble: bubble?.offsetWidth ? { width: bubble.offsetWidth, height: bubble.offsetHeight + bubbleGap } : undefined,
    }
    sizes.set(id, size)
    return size
  }

  /** Grows with whatever a plate shows. */
  let version = 0
  createEffect(
    on([() => props.members, () => props.chosenId, focusedId], () => {
      version++
    }),
  )
  let placed: { camera?: Camera; view?: Extent; version?: number; places?: number } = {}

  /** Where everybody stands, as one number. */
  function placesOf(actors: readonly Actor[]) {
    let sum = actors.length
    for (let k = 0; k < actors.length; k++) {
      const { x, y, stance } = actors[k]!
      sum = (Math.imul(sum, 31) + Math.round(x) * 8_192 + Math.round(y) * 2 + (stance === 'stand' ? 1 : 0)) | 0
    }
    return sum
  }

  function place({ camera, view, actors, headRoomOf }: PlateFrame) {
    const places = placesOf(actors)
    if (placed.camera === camera && placed.view === view && placed.version === version && placed.places === places)
      return
    placed = { camera, view, version, places }
    const wanted: WantedPlate[] = []
    const { chosenId } = props
    const focused = focusedId()
    for (const actor of actors) {
      const element = elements.get(actor.id)
      const member = byId().get(actor.id)
      if (!element || !member) continue
      const head = actor.y - headAbove - headRoomOf(actor) + (actor.stance === 'stand' ? 0 : 3)
      const { x, y } = toView(camera, { x: actor.x, y: head }, view)
      if (x < -80 || x > view.width + 80 || y < -20 || y > view.height + 40) continue
      const { width, height, bubble } = sizeOf(actor.id, element, camera.zoom)
      const isChosen = chosenId === actor.id || focused === actor.id
      const rank = ranks[isChosen ? 'chosen' : markOf(member.state)]
      wanted.push({ id: actor.id, x: Math.round(x), y: Math.round(y), width, height, rank, bubble })
    }
    const plates = new Map(placePlates(wanted).map((plate) => [plate.id, plate]))
    for (const [id, element] of elements) {
      const plate = plates.get(id)
      const transform = plate ? `translate(${plate.x}px, ${plate.y}px) translate(-50%, -100%)` : ''
      const key = `${transform} ${plate?.hasBubble}`
      if (at.get(id) === key) continue
      at.set(id, key)
      element.style.transform = transform
      element.toggleAttribute('data-off', plate === undefined)
      element.toggleAttribute('data-quiet', plate?.hasBubble === false)
    }
  }
  props.onReady(place)

  return (
    <ul ref={list} class="office-plates" aria-label="Crew" data-theme="night" onKeyDown={onKeyDown}>
      <For each={ids()}>
        {(id) => {
          const member = createMemo<OfficeMember>((before) => byId().get(id) ?? before!, byId().get(id)!)
          onCleanup(() => {
            elements.delete(id)
            sizes.delete(id)
            at.delete(id)
          })
          return (
            <li ref={(element) => elements.set(id, element)} data-off>
              <Bubble
                member={member()}
                onChange={() => {
                  version++
                }}
              />
              <button
                type="button"
                class="name-label"
                data-mark={markOf(member().state)}
                data-kind={member().kind}
                aria-pressed={props.chosenId === id}
                tabindex={tabStop() === id ? 0 : -1}
                onFocus={() => {
                  setFocusedId(id)
                  props.onReach(id)
                }}
                onClick={() => props.onChoose(id)}
              >
                <StateMark mark={markOf(member().state)} label="" />
                <bdi>{member().name}</bdi>
                <Show when={(member().contextPercent ?? 0) >= 80}>
                  <span class="context-full" data-level={member().contextPercent! >= 90 ? 'danger' : 'warn'}>
                    {Math.round(member().contextPercent!)}%
                  </span>
                </Show>
                <ChannelMark channel={member().channel} />
                <span class="hidden">, {doingWords(member().state, member().activity)}</span>
              </button>
            </li>
          )
        }}
      </For>
    </ul>
  )
}

/** What somebody asks for as long as it waits, or what it has just said for a while. */
function Bubble(props: { member: OfficeMember; onChange(): void }) {
  const [isNew, setNew] = createSignal(false)
  createEffect(
    on(
      () => props.member.said,
      (said) => {
        if (said === null) return setNew(false)
        setNew(true)
        const timer = setTimeout(() => setNew(false), saidMs)
        onCleanup(() => clearTimeout(timer))
      },
      { defer: true },
    ),
  )
  const asks = () => (props.member.state === 'waiting' ? props.member.asks : null)
  const words = () => asks() ?? (isNew() ? props.member.said : null)
  createEffect(on(words, () => props.onChange()))
  return (
    <Show when={words()}>
      {(words) => (
        <span class="office-bubble" data-kind={asks() === null ? 'says' : 'asks'} aria-hidden="true">
          <bdi>{words()}</bdi>
        </span>
      )}
    </Show>
  )
}
