/** What a page knows of the machine, its services and what waits, as far as objects of the office show it. Unknown is null. */
export type OfficeFacts = {
  cpuPercent: number | null
  memoryPercent: number | null
  diskPercent: number | null
  /** The services in the order in which their page lists them. */
  services: readonly { name: string; state: 'up' | 'down' | 'failed' | 'unknown' }[]
  gateway: 'up' | 'restarting' | 'down' | 'absent'
  /** Whether a gateway told of a newer version of itself. */
  hasUpdate: boolean
  /** The worst that is the case. */
  alert: 'none' | 'warning' | 'critical' | 'unknown'
  /** How many approvals wait for a person. */
  approvals: number
  /** Whether somebody is at work in a conversation from outside: in Telegram, Slack … */
  hasMessage: boolean
  /** The hour of the configured zone, with its minutes as a fraction. */
  hour: number
  /** Whether something happens at the door: somebody comes or goes. */
  isDoorOpen: boolean
}

/** The sprite that an object shows instead of its own, and the frame, where it does not run by itself. */
export type ObjectState = { sprite?: string; frame?: number }

/** A figure as the racks show it: more lights for more load, and none where nothing is known. */
const rackOf = (percent: number | null) =>
  percent === null ? 'rack.down' : percent < 50 ? 'rack.low' : percent < 80 ? 'rack.mid' : 'rack.high'

const breakers = { up: 'breaker.on', down: 'breaker.off', failed: 'breaker.trip', unknown: 'breaker.off' } as const
const beacons = { none: 'beacon.ok', warning: 'beacon.warn', critical: 'beacon.danger', unknown: 'beacon.off' } as const

/** How many switches a panel has. */
const switches = 8

/** What the objects of an office show, by the ids that layouts give them. Each is a fact of another page. */
export function objectStatesOf(facts: OfficeFacts): Record<string, ObjectState> {
  const states: Record<string, ObjectState> = {
    rack: { sprite: rackOf(facts.cpuPercent) },
    'rack-mem': { sprite: rackOf(facts.memoryPercent) },
    'rack-disk': { sprite: rackOf(facts.diskPercent) },
    beacon: { sprite: beacons[facts.alert] },
    tray: { frame: facts.approvals > 0 ? 1 : 0 },
    mailbox: { frame: facts.hasMessage ? 1 : 0 },
    clock: { frame: Math.floor(facts.hour) % 12 },
    door: { frame: facts.isDoorOpen ? 3 : 0 },
  }
  // What runs by itself rings and receives; a frame keeps it still.
  states.alarm = facts.gateway === 'restarting' || facts.gateway === 'down' ? { frame: 1 } : { frame: 0 }
  states.radio = facts.hasUpdate ? { frame: 2 } : { frame: 0 }
  for (let at = 0; at < switches; at++) {
    const service = facts.services[at]
    states[`breaker-${at}`] = { sprite: service ? breakers[service.state] : 'breaker.off' }
  }
  return states
}
