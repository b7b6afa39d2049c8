import { createMemo } from 'solid-js'
import type { Agent } from '../../src/agents/agent.ts'
import { groupOfState, type SessionState, severityOf } from '../../src/sessions/severity.ts'
import { now } from '../platform/now.ts'
import { avatarOf, headRoom } from './art/avatar.ts'
import { sprite } from './art/sprites.ts'
import { labelHeight, layNameLabels, type NameLabel } from './world/name-labels.ts'
import { layOfficeStrip } from './world/office-strip-layout.ts'
import { depictionOf, type Scene, type Sitter, sceneOf, seatAgents, timeOfDay } from './world/office-strip-scene.ts'

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
  // Costs and models change all the time. Only another depiction of somebody is another drawing.
  const sitters = createMemo<(Sitter | undefined)[]>(
    () => seated().map((agent) => agent && { seed: agent.look, depiction: depictionOf(agent.state, agent.activity) }),
    [],
    {
      equals: (a, b) =>
        a.length === b.length &&
        a.every((sitter, i) => sitter?.seed === b[i]?.seed && sitter?.depiction === b[i]?.depiction),
    },
  )
  const hour = createMemo<number>((before) => {
    const at = Math.floor(now() / minuteMs) * minuteMs
    return isStale() && before !== undefined ? before : hourIn(timezone(), at)
  })
  const placed = createMemo(() =>
    layNameLabels(
      layout().seats,
      sitters().flatMap((sitter, seat) => (sitter ? [{ seat, headRoom: headRoom(avatarOf(sitter.seed)) }] : [])),
      size().scale,
    ),
  )
  const scene = createMemo<Scene>(() => ({
    ...sceneOf({ layout: layout(), sitters: sitters(), time: timeOfDay(hour()), hour: hour(), sizeOf: sprite }),
    signs: placed().flatMap((label) => signAbove(label, sitters()[label.seat]!, size().scale)),
  }))
  /** Each agent with its label, from left to right. */
  const labels = createMemo(() =>
    placed()
      .map((label) => ({ label, agent: seated()[label.seat]! }))
      .sort((a, b) => a.label.x - b.label.x),
  )
  /** The seat of the most severe state that needs a person; undefined where nobody is needed. */
  const neediestSeat = createMemo(() => {
    const stateAt = (seat: number) => seated()[seat]!.state
    return placed()
      .filter(({ seat }) => needsPerson(stateAt(seat)))
      .sort((a, b) => severityOf(stateAt(b.seat)) - severityOf(stateAt(a.seat)))[0]?.seat
  })

  return { layout, sitters, scene, labels, neediestSeat }
}

const needsPerson = (state: SessionState) => groupOfState(state) === 'waiting' || groupOfState(state) === 'stopped'

function signAbove({ x, bottom }: NameLabel, { depiction }: Sitter, scale: number): Scene['signs'] {
  return depiction.sign ? [{ sprite: depiction.sign, x, y: bottom - Math.ceil(labelHeight / scale) + 1 }] : []
}

function hourIn(timezone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: timezone, hour: 'numeric', hourCycle: 'h23' }).formatToParts(
    at,
  )
  return Number(parts.find(({ type }) => type === 'hour')!.value)
}
