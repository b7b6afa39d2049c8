import { createMemo } from 'solid-js'
import type { Agent } from '../../src/agents/agent.ts'
import { groupOfState, type SessionState, severityOf } from '../../src/sessions/severity.ts'
import { theme } from '../platform/appearance.ts'
import { now } from '../platform/now.ts'
import { avatarOf, headRoom } from './art/avatar.ts'
import { sprite } from './art/sprites.ts'
import { hourIn, timeOfDay } from './world/daylight.ts'
import { labelHeightAt, layNameLabels, type NameLabel } from './world/name-labels.ts'
import { layOfficeStrip } from './world/office-strip-layout.ts'
import {
  depictionOf,
  placesOf,
  restingDepictionOf,
  type Scene,
  type Sitter,
  sceneOf,
  seatAgents,
} from './world/office-strip-scene.ts'
import { restingPlaces } from './world/rest-places.ts'

const minuteMs = 60_000

type Deps = {
  agents(): Agent[]
  timezone(): string
  /** The connection is lost: the light of the hour stands still. */
  isStale(): boolean
  /** How many CSS pixels an art pixel has, and how many art pixels there is room for. */
  size(): { scale: number; room: number }
}

/** What the office shows, as plain data: who sits where in which state, the light, and the labels with the names. */
export function createOfficeScene({ agents, timezone, isStale, size }: Deps) {
  const seated = createMemo(() => seatAgents(agents()))
  const layout = createMemo(() => layOfficeStrip(seated().length - 1, size().room))
  const places = createMemo(() => placesOf(layout()))
  /** Who is in each place. */
  const occupants = createMemo<(Agent | undefined)[]>(
    (before) =>
      restingPlaces(
        seated(),
        layout().rests,
        before.slice(-layout().rests.length).map((agent) => agent?.id),
      ),
    [],
  )
  // Costs and models change all the time. Only another depiction of somebody is another drawing.
  const sitters = createMemo<(Sitter | undefined)[]>(
    () =>
      occupants().map((agent, at) => {
        const rest = layout().rests[at - layout().seats.length]
        return (
          agent && {
            seed: agent.look,
            depiction: rest ? restingDepictionOf(agent.state, rest) : depictionOf(agent.state, agent.activity),
          }
        )
      }),
    [],
    {
      equals: (a, b) =>
        a.length === b.length &&
        a.every((sitter, i) => sitter?.seed === b[i]?.seed && sitter?.depiction === b[i]?.depiction),
    },
  )
  const hour = createMemo<number>((before) => {
    const at = Math.floor(now() / minuteMs) * minuteMs
    return isStale() && before !== undefined ? before : Math.floor(hourIn(timezone(), at))
  })
  /** A theme says by which light the office is seen beside its panels. */
  const isDark = createMemo(
    () =>
      theme() !== undefined &&
      getComputedStyle(document.documentElement).getPropertyValue('--office-light').trim() !== 'day',
  )
  const placed = createMemo(() =>
    layNameLabels(
      places(),
      sitters().flatMap((sitter, seat) => (sitter ? [{ seat, headRoom: headRoom(avatarOf(sitter.seed)) }] : [])),
      size().scale,
    ),
  )
  const scene = createMemo<Scene>(() => ({
    ...sceneOf({
      layout: layout(),
      sitters: sitters(),
      time: timeOfDay(hour()),
      hour: hour(),
      isDim: isDark(),
      sizeOf: sprite,
    }),
    signs: placed().flatMap((label) => signAbove(label, sitters()[label.seat]!, size().scale)),
  }))
  /** Each agent with its label, from left to right. */
  const labels = createMemo(() =>
    placed()
      .map((label) => ({ label, agent: occupants()[label.seat]! }))
      .sort((a, b) => a.label.x - b.label.x),
  )
  /** The seat of the most severe state that needs a person; undefined where nobody is needed. */
  const neediestSeat = createMemo(() => {
    const stateAt = (seat: number) => occupants()[seat]!.state
    return placed()
      .filter(({ seat }) => needsPerson(stateAt(seat)))
      .sort((a, b) => severityOf(stateAt(b.seat)) - severityOf(stateAt(a.seat)))[0]?.seat
  })

  return { layout, places, sitters, scene, labels, neediestSeat }
}

const needsPerson = (state: SessionState) => groupOfState(state) === 'waiting' || groupOfState(state) === 'stopped'

function signAbove({ x, bottom }: NameLabel, { depiction }: Sitter, scale: number): Scene['signs'] {
  return depiction.sign ? [{ sprite: depiction.sign, x, y: bottom - Math.ceil(labelHeightAt(scale) / scale) + 1 }] : []
}
