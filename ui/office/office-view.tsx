import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import type { Agent } from '../../src/agents/agent.ts'
import { whole } from '../../src/lib/format.ts'
import {
  groupOfState,
  markOf,
  type StateMarkName,
  severityOf,
  stateMarks,
  stateParticiple,
} from '../../src/sessions/severity.ts'
import type { Activity, SessionState } from '../../src/sessions/state.ts'
import { StateMark } from '../components/state-mark.tsx'
import { choices } from '../platform/appearance.ts'
import { now } from '../platform/now.ts'
import { avatarOf, headRoom } from './art/avatar.ts'
import { sprite } from './art/sprites.ts'
import { around, paintOfficeStrip, type Rect } from './renderer/draw-office-strip.ts'
import { labelHeight, layNameLabels, type NameLabel } from './world/name-labels.ts'
import { layOfficeStrip } from './world/office-strip-layout.ts'
import { type Scene, type Sitter, sceneOf, seatCrew, seenAs, stepAt, timeOfDay } from './world/office-strip-scene.ts'

/** Two drawings a second are enough to type, and cost next to nothing where no graphics card helps. */
const tickMs = 500
const minuteMs = 60_000

type Painted = ReturnType<typeof paintOfficeStrip>

/**
 * The office, seen through the window of the Bridge: everybody at their seat, in their state, in the light of the hour.
 * Whatever is on it stands in the panels below, too.
 */
export function OfficeView(props: { agents: Agent[]; timezone: string; stale: boolean }) {
  let scroller!: HTMLDivElement
  let canvas!: HTMLCanvasElement
  let plates!: HTMLUListElement

  const [size, setSize] = createSignal({ scale: 3, room: 0 }, { equals: same })
  const [inView, setInView] = createSignal(false)
  const [looking, setLooking] = createSignal(document.visibilityState === 'visible')
  const [beyond, setBeyond] = createSignal({ left: 0, right: 0 }, { equals: same })
  const [chosen, setChosen] = createSignal<string>()
  // Plates in another font would be of another width, and move when theirs comes.
  const [lettered, setLettered] = createSignal(false)
  document.fonts.load('20px "Jersey 10"').finally(() => setLettered(true))

  const crew = createMemo(() => seatCrew(props.agents))
  const layout = createMemo(() => layOfficeStrip(crew().length - 1, size().room))
  // Costs and models change all the time; only who is seen doing what is drawn anew.
  const sitters = createMemo<(Sitter | undefined)[]>(
    () => crew().map((agent) => agent && { look: agent.look, seen: seenAs(agent.state, agent.activity) }),
    [],
    {
      equals: (a, b) =>
        a.length === b.length && a.every((sitter, i) => sitter?.look === b[i]?.look && sitter?.seen === b[i]?.seen),
    },
  )
  const hour = createMemo<number>((before) => {
    const at = Math.floor(now() / minuteMs) * minuteMs
    return props.stale && before !== undefined ? before : hourIn(props.timezone, at)
  })
  const placed = createMemo(() =>
    layNameLabels(
      layout().seats,
      sitters().flatMap((sitter, seat) => (sitter ? [{ seat, headRoom: headRoom(avatarOf(sitter.look)) }] : [])),
      size().scale,
    ),
  )
  const named = createMemo(() =>
    placed()
      .map((plate) => ({ plate, agent: crew()[plate.seat]! }))
      .sort((a, b) => a.plate.x - b.plate.x),
  )
  const scene = createMemo<Scene>(() => ({
    ...sceneOf({ layout: layout(), sitters: sitters(), time: timeOfDay(hour()), hour: hour(), sizeOf: sprite }),
    signs: placed().flatMap((plate) => signAbove(plate, sitters()[plate.seat]!, size().scale)),
  }))
  /** The seat of the most severe state that needs a person. */
  const neediest = createMemo(() => {
    const stateAt = (seat: number) => crew()[seat]!.state
    return placed()
      .filter(({ seat }) => needsPerson(stateAt(seat)))
      .sort((a, b) => severityOf(stateAt(b.seat)) - severityOf(stateAt(a.seat)))[0]?.seat
  })

  let painted: Painted | undefined
  let image: ImageData
  createEffect(() => {
    painted = paintOfficeStrip(scene())
    const { width, height, data } = painted.picture
    image = new ImageData(data, width, height)
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')!.putImageData(image, 0, 0)
  })

  const alive = () =>
    inView() &&
    looking() &&
    !props.stale &&
    choices() &&
    document.documentElement.dataset.motion !== 'reduced' &&
    sitters().some((sitter) => sitter && sitter.seen.steps.length > 1)
  let tick = 0
  createEffect(() => {
    if (!alive()) return
    const timer = setInterval(() => {
      tick++
      let changed: Rect | undefined
      for (const [seat, sitter] of sitters().entries()) {
        const rect = sitter && painted?.step(seat, stepAt(sitter.seen, seat, tick))
        if (rect) changed = around(changed, rect)
      }
      if (changed)
        canvas.getContext('2d')!.putImageData(image, 0, 0, changed.x, changed.y, changed.width, changed.height)
    }, tickMs)
    onCleanup(() => clearInterval(timer))
  })

  /** Until somebody has moved it themselves, the window shows whoever needs them most. */
  let moved = false
  const centre = () => {
    const { scale } = size()
    const { seats, width } = layout()
    const fits = placed().every(
      ({ x, width: w }) => Math.abs(x - seats[0]!.x) + w / 2 <= scroller.clientWidth / scale / 2,
    )
    const x = fits ? seats[0]!.x : seats[neediest() ?? 0]!.x
    const left = Math.round(x * scale - scroller.clientWidth / 2)
    scroller.scrollLeft = Math.max(0, Math.min(left, width * scale - scroller.clientWidth))
    look()
  }
  const look = () => {
    const { scale } = size()
    const from = scroller.scrollLeft / scale
    const to = from + scroller.clientWidth / scale
    const xs = placed().map(({ x }) => x)
    setBeyond({ left: xs.filter((x) => x < from).length, right: xs.filter((x) => x > to).length })
  }
  const walk = (side: -1 | 1) => {
    moved = true
    const behavior = document.documentElement.dataset.motion === 'reduced' ? 'auto' : 'smooth'
    scroller.scrollBy({ left: side * scroller.clientWidth * 0.8, behavior })
  }

  onMount(() => {
    const measure = () => {
      const scale = Number(getComputedStyle(scroller).getPropertyValue('--px')) || 3
      setSize({ scale, room: Math.ceil(scroller.clientWidth / scale) })
    }
    const resized = new ResizeObserver(measure)
    resized.observe(scroller)
    measure()
    const seen = new IntersectionObserver((entries) => setInView(entries.at(-1)!.isIntersecting))
    seen.observe(scroller)
    const visibility = () => setLooking(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', visibility)
    createEffect(on([size, layout, neediest], () => (moved ? look() : centre())))
    onCleanup(() => {
      resized.disconnect()
      seen.disconnect()
      document.removeEventListener('visibilitychange', visibility)
    })
  })

  /** One stop for the tab key; arrows go from plate to plate, as they are seen. */
  const stop = () => (named().some(({ agent }) => agent.id === chosen()) ? chosen() : named()[0]?.agent.id)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = named().findIndex(({ agent }) => agent.id === stop())
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: named().length - 1 }[event.key]
    const next = to === undefined ? undefined : named()[to]
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    setChosen(next.agent.id)
    plates.querySelector<HTMLElement>('a[tabindex="0"]')?.focus()
  }

  return (
    <section class="window" aria-label="Office" data-stale={props.stale ? '' : undefined}>
      <div
        class="walk"
        ref={scroller}
        onScroll={look}
        onWheel={() => (moved = true)}
        onPointerDown={() => (moved = true)}
      >
        <div class="deck" style={{ '--art-width': layout().width }}>
          <div aria-hidden="true">
            <canvas ref={canvas} />
          </div>
          <ul ref={plates} aria-label="Crew" data-theme="night" onKeyDown={onKeyDown}>
            <For each={lettered() ? named().map(({ agent }) => agent.id) : []}>
              {(id) => {
                const here = createMemo(() => named().find(({ agent }) => agent.id === id))
                return (
                  <Show when={here()}>
                    {(here) => (
                      <NamePlate
                        agent={here().agent}
                        plate={here().plate}
                        tabStop={stop() === id}
                        onFocus={() => {
                          moved = true
                          setChosen(id)
                        }}
                      />
                    )}
                  </Show>
                )
              }}
            </For>
          </ul>
        </div>
      </div>
      <div class="huds" data-theme="night">
        <Counts agents={props.agents} />
        <Show when={beyond().left > 0}>
          <button
            type="button"
            class="hud"
            onClick={() => walk(-1)}
            aria-label={`${whole(beyond().left)} more to the left`}
          >
            ‹ {whole(beyond().left)} more
          </button>
        </Show>
        <Show when={beyond().right > 0}>
          <button
            type="button"
            class="hud right"
            onClick={() => walk(1)}
            aria-label={`${whole(beyond().right)} more to the right`}
          >
            {whole(beyond().right)} more ›
          </button>
        </Show>
      </div>
    </section>
  )
}

function NamePlate(props: { agent: Agent; plate: NameLabel; tabStop: boolean; onFocus: () => void }) {
  const says = () => `${props.agent.name}, ${words(props.agent.state, props.agent.activity)}`
  return (
    <li style={{ '--x': props.plate.x, '--up': stripHeight - props.plate.bottom, '--room': props.plate.width }}>
      <a
        class="plate"
        href={`/agents/${encodeURIComponent(props.agent.id)}`}
        data-mark={markOf(props.agent.state)}
        tabindex={props.tabStop ? 0 : -1}
        aria-label={says()}
        title={says()}
        onFocus={() => props.onFocus()}
      >
        <StateMark mark={markOf(props.agent.state)} label="" />
        <bdi>{props.agent.name}</bdi>
      </a>
    </li>
  )
}

/** How many are in each state; who is in none is left out. */
function Counts(props: { agents: Agent[] }) {
  const counts = createMemo(() => {
    const byMark = Map.groupBy(props.agents, ({ state }) => markOf(state))
    return stateMarks.flatMap((mark) => (byMark.has(mark) ? [{ mark, count: byMark.get(mark)!.length }] : []))
  })
  return (
    <Show when={counts().length > 0} fallback={<p class="hud">Nobody is here yet</p>}>
      <ul class="hud counts" aria-label="How many are">
        <For each={counts()}>
          {({ mark, count }) => (
            <li title={`${whole(count)} ${groups[mark]}`}>
              <StateMark mark={mark} label={groups[mark]} />
              {whole(count)}
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

const stripHeight = 96
const same = <T extends Record<string, number>>(a: T, b: T) => Object.keys(a).every((key) => a[key] === b[key])

function signAbove({ x, bottom }: NameLabel, { seen }: Sitter, scale: number): Scene['signs'] {
  return seen.sign ? [{ sprite: seen.sign, x, y: bottom - Math.ceil(labelHeight / scale) + 1 }] : []
}

function hourIn(timezone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: timezone, hour: 'numeric', hourCycle: 'h23' }).formatToParts(
    at,
  )
  return Number(parts.find(({ type }) => type === 'hour')!.value)
}

/** The view scrolls to an agent in such a state before it scrolls to the captain. */
const needsPerson = (state: SessionState) => groupOfState(state) === 'waiting' || groupOfState(state) === 'stopped'

const groups: Record<StateMarkName, string> = {
  working: 'working',
  thinking: 'thinking',
  waiting: 'waiting or stalled',
  stopped: 'failed or stopped',
  idle: 'ready',
  asleep: 'asleep',
  unknown: 'without contact',
}

const words = (state: SessionState, activity: Activity | null) =>
  state === 'running' && activity ? doing[activity] : stateParticiple(state)

const doing: Record<Activity, string> = {
  typing: 'writing',
  running: 'running a command',
  reading: 'reading',
  browsing: 'looking things up',
  talking: 'talking to another',
}
