import { expect, test } from 'bun:test'
import type { GatewayState, GatewayStatus } from '../../src/facts/gateway.ts'
import type { SourceReport, SourceState } from '../../src/facts/source.ts'
import { find, textsOf } from '../testing/dom.ts'
import { showOnPage } from '../testing/page.tsx'
import { sampleNeed, sampleNow, sampleOverview } from '../testing/samples.ts'
import { TopBar } from './top-bar.tsx'

const gateway = (state: GatewayStatus, home = 'a'): GatewayState => ({
  home,
  state,
  since: sampleNow,
  words: 'said the gateway',
  reading: null,
})
const source = (runtime: SourceReport['runtime'], state: SourceState): SourceReport => ({
  runtime,
  state,
  detail: '/home',
  findings: [],
})
const open = (rest: Parameters<typeof sampleOverview>[0], lost = false) =>
  showOnPage(() => <TopBar verdict={{ level: 'well', text: "All's well" }} lost={lost} />, {
    overview: sampleOverview({ sources: [source('openclaw', 'ok')], ...rest }),
  })
const gatewayLight = () => find(`a[href="/settings/sources"][title^="The gateway"]`)

/** The one light of several gateways, as its mark, and the beginning of what it says. */
function light(states: GatewayStatus[], mark: string, words: string) {
  test(`gateways that are ${states.join(' and ')} are shown as one that ${words}`, () => {
    open({ gateways: states.map((state, at) => gateway(state, String(at))) })
    expect(gatewayLight().dataset.mark).toBe(mark)
    expect(gatewayLight().title).toStartWith(`The gateway ${words} since`)
  })
}
light(['connected'], 'healthy', 'connected')
light(['connected', 'down'], 'stopped', 'is down')
light(['unsteady', 'refused'], 'stopped', 'does not stay up')
light(['refused', 'restarting'], 'thinking', 'is restarting')
light(['connected', 'absent'], 'healthy', 'connected')

test('a gateway that does not answer says that what is shown is read from its stores', () => {
  const { setOverview } = open({ gateways: [gateway('down')] })
  expect(gatewayLight().title).toEndWith('What is shown is read from its stores.')
  setOverview(sampleOverview({ sources: [source('openclaw', 'ok')], gateways: [gateway('connected')] }))
  expect(gatewayLight().title).not.toContain('stores')
})

test('without a gateway there is no light for one', () => {
  open({ gateways: [] })
  expect(textsOf('a[href="/settings/sources"]')).toHaveLength(1)
})

test('while the connection is lost no light claims to know anything', () => {
  open({ gateways: [gateway('connected')] }, true)
  const marks = [...document.querySelectorAll<HTMLElement>('a[href="/settings/sources"]')].map(
    ({ dataset }) => dataset.mark,
  )
  expect(marks).toEqual(['unknown', 'unknown'])
})

test('a source that was never there has no light; one that was there and is gone keeps it', () => {
  const { setOverview } = open({ sources: [source('openclaw', 'ok'), source('codex', 'absent')] })
  expect(textsOf('a[href="/settings/sources"]')).toEqual(['OpenClaw'])
  setOverview(sampleOverview({ sources: [source('openclaw', 'absent'), source('codex', 'absent')] }))
  expect(textsOf('a[href="/settings/sources"]')).toEqual(['OpenClaw'])
  expect(find('a[href="/settings/sources"]').dataset.mark).toBe('unknown')
})

test('the bell counts what needs somebody now, not what is only worth knowing', () => {
  open({ attention: [sampleNeed('a', 'waiting', 110), sampleNeed('b', 'context-filling', 40)] })
  expect(textsOf('.bell-count')).toEqual(['1'])
})

const remedy = () => document.querySelector<HTMLAnchorElement>('.gateway-remedy')

test('a gateway that is down has its way to be started beside its light, and one that hangs is restarted', () => {
  const { setOverview } = open({ gateways: [gateway('down')] })
  expect([remedy()?.textContent, remedy()?.getAttribute('href')]).toEqual([
    'Start the gateway…',
    '/services?service=gateway&ask=start',
  ])
  const show = (gateways: GatewayState[]) =>
    setOverview(sampleOverview({ sources: [source('openclaw', 'ok')], gateways }))
  show([{ ...gateway('down'), words: 'its process does not answer' }])
  expect(remedy()?.getAttribute('href')).toBe('/services?service=gateway&ask=restart')
  show([gateway('unsteady')])
  expect(remedy()?.getAttribute('href')).toBe('/services?service=gateway&ask=restart')
  // Nobody is sent to the wrong one of several.
  show([gateway('connected', 'a'), gateway('down', 'b')])
  expect(remedy()?.getAttribute('href')).toBe('/services')
  show([gateway('restarting')])
  expect(remedy()).toBeNull()
})

test('while the connection is lost nothing is offered', () => {
  open({ gateways: [gateway('down')] }, true)
  expect(remedy()).toBeNull()
})
