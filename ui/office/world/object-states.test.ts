import { expect, test } from 'bun:test'
import { type OfficeFacts, objectStatesOf } from './object-states.ts'

const quiet: OfficeFacts = {
  cpuPercent: 12,
  memoryPercent: 55,
  diskPercent: 91,
  services: [],
  gateway: 'up',
  hasUpdate: false,
  alert: 'none',
  approvals: 0,
  hasMessage: false,
  hour: 15.6,
  isDoorOpen: false,
}
const shown = (facts: Partial<OfficeFacts> = {}) => objectStatesOf({ ...quiet, ...facts })

test('the racks show the load of the machine, and are dark where it is not known', () => {
  expect(shown().rack).toEqual({ sprite: 'rack.low' })
  expect(shown()['rack-mem']).toEqual({ sprite: 'rack.mid' })
  expect(shown()['rack-disk']).toEqual({ sprite: 'rack.high' })
  expect(shown({ cpuPercent: null }).rack).toEqual({ sprite: 'rack.down' })
})

test('a switch of the panel is a service; switches without one are off', () => {
  const states = shown({
    services: [
      { name: 'gateway', state: 'up' },
      { name: 'queue', state: 'failed' },
      { name: 'mail', state: 'down' },
    ],
  })
  expect([0, 1, 2, 3].map((at) => states[`breaker-${at}`]!.sprite)).toEqual([
    'breaker.on',
    'breaker.trip',
    'breaker.off',
    'breaker.off',
  ])
})

test('the tray is full while something waits for an answer, the alarm rings while the gateway is away', () => {
  expect([shown().tray, shown({ approvals: 2 }).tray]).toEqual([{ frame: 0 }, { frame: 1 }])
  expect(shown({ gateway: 'restarting' }).alarm).toEqual({ frame: 1 })
  expect(shown({ gateway: 'absent' }).alarm).toEqual({ frame: 0 })
})

test('the beacon is dark where nobody knows whether something needs a person', () => {
  expect(shown().beacon).toEqual({ sprite: 'beacon.ok' })
  expect(shown({ alert: 'unknown' }).beacon).toEqual({ sprite: 'beacon.off' })
})

test('the clock shows the hour of the zone', () => {
  expect(shown().clock).toEqual({ frame: 3 })
  expect(shown({ hour: 0.2 }).clock).toEqual({ frame: 0 })
})
