import type { Confirmation } from '../audit/action-gate.ts'
import type { Entry } from './catalogue.ts'
import type { Interrupted, Verb } from './service.ts'
import { wayBackTo } from './update-answer.ts'

const verbWords: Record<Verb, string> = { start: 'Start', stop: 'Stop', restart: 'Restart', update: 'Update' }
const safeVerbs: Record<Verb, string> = {
  start: 'Not now',
  stop: 'Keep running',
  restart: 'Keep running',
  update: 'Keep this version',
}
const maxHits = 8

/** The question before a service is told something: what stands still, whom it hits, and exactly what is done. */
export function confirmationFor(
  entry: Entry,
  verb: Verb,
  exact: string,
  hits: Interrupted[],
  version: string | null = null,
): Confirmation {
  const name = entry.driver.kind === 'openclaw' ? 'gateway' : entry.name
  const more = hits.length - maxHits
  return {
    question: `${verbWords[verb]} ${entry.driver.kind === 'openclaw' ? 'the gateway' : name}?`,
    effect: `${entry.handle.effectOf(verb)}${verb === 'update' ? ` The way back: \`openclaw backup create\` before; ${wayBackTo(version)}` : ''}`,
    hits:
      more > 0 ? [...hits.slice(0, maxHits), { name: `${more} more`, effect: 'sessions, jobs and services' }] : hits,
    exact,
    phrase: name.toLowerCase(),
    isTyped: verb !== 'start',
    verb: `${verbWords[verb]} ${name}`,
    safeVerb: safeVerbs[verb],
  }
}
