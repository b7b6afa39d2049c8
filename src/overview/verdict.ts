import type { GatewayState } from '../facts/gateway.ts'
import { type Runtime, runtimes } from '../facts/runtimes.ts'
import type { SourceReport } from '../facts/source.ts'

/** The one sentence at the top of every page. */
export type Verdict = { level: 'well' | 'needs-you' | 'fault' | 'no-contact'; text: string }

/** The faults with a name. The text of any other fault is that of an error. */
const unreadable = (runtime: Runtime) => `Not all of ${runtime} can be read`
const gatewayDown = 'Gateway down'
const gatewayUnsteady = 'Gateway keeps going away'
/** What matters less than something that needs a person. */
const noAgents = 'No agents found'
const noContact = 'No contact with the gateway'
const namedFaults = new Set([gatewayDown, gatewayUnsteady, ...runtimes.map(unreadable)])

/** The verdict as a screen on a wall may show it: the text of an error may contain a path. */
export const verdictForScreen = (verdict: Verdict): Verdict =>
  verdict.level === 'fault' && !namedFaults.has(verdict.text) ? { ...verdict, text: 'Something is wrong' } : verdict

/** A gateway that does not answer for longer counts as out of contact. */
const connectsWithinMs = 10_000

/** The most severe condition in a few words, without what needs a person. `now` in ms. */
export function verdictOf(
  trouble: string | null,
  sources: Pick<SourceReport, 'runtime' | 'state'>[],
  gateways: Pick<GatewayState, 'state' | 'since'>[] = [],
  now = 0,
): Verdict {
  if (trouble) return { level: 'fault', text: trouble }
  const broken = sources.find(({ state }) => state === 'trouble')
  if (broken) return { level: 'fault', text: unreadable(broken.runtime) }
  if (gateways.some(({ state }) => state === 'down')) return { level: 'fault', text: gatewayDown }
  if (gateways.some(({ state }) => state === 'unsteady')) return { level: 'fault', text: gatewayUnsteady }
  if (gateways.some(({ state }) => state === 'restarting')) return { level: 'no-contact', text: 'Gateway restarting' }
  if (sources.length > 0 && sources.every(({ state }) => state === 'absent'))
    return { level: 'no-contact', text: noAgents }
  if (gateways.some(({ state, since }) => state === 'connecting' && now - since > connectsWithinMs))
    return { level: 'no-contact', text: noContact }
  return { level: 'well', text: "All's well" }
}

const needsYou = (count: number): Verdict => ({
  level: 'needs-you',
  text: count === 1 ? '1 needs you' : `${count} need you`,
})

/** The verdict when so many things need a person: what is more severe stays what it is. */
export const verdictWith = (verdict: Verdict, count: number): Verdict =>
  count > 0 && (verdict.level === 'well' || [noAgents, noContact].includes(verdict.text)) ? needsYou(count) : verdict
