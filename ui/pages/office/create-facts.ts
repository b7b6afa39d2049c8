import { createMemo, untrack } from 'solid-js'
import type { OfficeMember } from '../../../src/office/member.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { isActive } from '../../../src/sessions/state.ts'
import { isFromOutside } from '../../components/channels.ts'
import { createApprovals } from '../../data/stores/approvals.ts'
import { createServiceList } from '../../data/stores/services.ts'
import { type Daylight, daylightAt, hourIn, moonPhaseAt, type Sky, skyAt } from '../../office/world/daylight.ts'
import { type ObjectState, type OfficeFacts, objectStatesOf } from '../../office/world/object-states.ts'
import { now } from '../../platform/now.ts'
import { updatesOf } from './gateway-updates.ts'

const minuteMs = 60_000

/** What is known of the objects in the past: nothing of it is kept. */
const nothingKept: Omit<OfficeFacts, 'hour' | 'isDoorOpen'> = {
  cpuPercent: null,
  memoryPercent: null,
  diskPercent: null,
  services: [],
  gateway: 'absent',
  hasUpdate: false,
  alert: 'unknown',
  approvals: 0,
  hasMessage: false,
}

/**
 * What the light and the objects of the office depend on, now or at a moment of the past (ms). Each answer stays the same
 * object while it says the same.
 */
export function createFacts(
  overview: () => Overview | undefined,
  isDark: () => boolean,
  past: () => number | undefined,
  members: () => readonly OfficeMember[],
) {
  const services = createServiceList()
  const approvals = createApprovals()
  const hour = createMemo(() =>
    hourIn(overview()?.timezone ?? 'UTC', Math.floor((past() ?? now()) / minuteMs) * minuteMs),
  )

  const hasMessage = createMemo(() => members().some((one) => isFromOutside(one.channel) && isActive(one.state)))

  const facts = createMemo<Omit<OfficeFacts, 'isDoorOpen'>>(() => {
    if (past() !== undefined) return { ...nothingKept, hour: Math.floor(hour()) }
    const reading = overview()?.health.reading ?? null
    const memory = reading?.machine.memory
    return {
      cpuPercent: reading?.machine.cpu.percent ?? null,
      memoryPercent: memory ? (memory.usedBytes / memory.totalBytes) * 100 : null,
      diskPercent: reading?.machine.disks[0]?.usedPercent ?? null,
      services: services.services().map(({ name, state }) => ({ name, state: switchOf(state) })),
      gateway: gatewayOf(overview()),
      hasUpdate: updatesOf(overview()).length > 0,
      alert: alertOf(overview()),
      approvals: approvals.waiting().length,
      hasMessage: hasMessage(),
      hour: Math.floor(hour()),
    }
  })
  const states = (isDoorOpen: boolean) =>
    createMemo<Readonly<Record<string, ObjectState>>>(
      () => objectStatesOf({ ...facts(), isDoorOpen }),
      {},
      {
        equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
      },
    )
  const [open, closed] = [states(true), states(false)]
  const light = createMemo<{ daylight: Daylight; sky: Sky; moon: number }>(() => ({
    daylight: daylightAt(hour(), isDark()),
    sky: skyAt(hour()),
    moon: moonPhaseAt(untrack(() => past() ?? now())),
  }))
  return { objects: (isDoorOpen: boolean) => (isDoorOpen ? open() : closed()), light, services, approvals, hour }
}

export type Facts = ReturnType<typeof createFacts>

function switchOf(state: string): OfficeFacts['services'][number]['state'] {
  if (state === 'running') return 'up'
  if (state === 'failed') return 'failed'
  return state === 'unknown' ? 'unknown' : 'down'
}

function gatewayOf(overview: Overview | undefined): OfficeFacts['gateway'] {
  const states = overview?.gateways.map(({ state }) => state) ?? []
  if (states.some((state) => state === 'restarting' || state === 'connecting' || state === 'unsteady'))
    return 'restarting'
  if (states.some((state) => state === 'down' || state === 'refused')) return 'down'
  return states.some((state) => state === 'connected') ? 'up' : 'absent'
}

const alerts = { well: 'none', 'needs-you': 'warning', 'no-contact': 'warning', fault: 'critical' } as const
const alertOf = (overview: Overview | undefined) => (overview ? alerts[overview.verdict.level] : 'unknown')
