import { subjectOfMeasure } from '../../../src/alerts/desk/subject-of.ts'
import type { Incident, Mute, Subject } from '../../../src/alerts/incident.ts'
import type { Rule, ScopeName } from '../../../src/alerts/rule.ts'
import { nameOfRule } from '../../../src/alerts/rule-words.ts'
import { runtimeName, runtimes } from '../../../src/facts/runtimes.ts'
import type { Overview } from '../../../src/overview/overview.ts'

/** What rules and maintenance can be about, by name. */

type Known = Pick<Overview, 'agents' | 'crons' | 'gateways'> & { budgets: readonly string[] }
type Named = { value: string; name: string }

const byName = (all: readonly Named[]) => all.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))

/** Each value once, as it is called first. */
const once = (all: readonly Named[]) => [...new Map(all.toReversed().map((one) => [one.value, one])).values()]

/** What a condition can be narrowed to. `seen` is what sessions have, the most frequent first. */
export function scopeChoices(
  scope: ScopeName,
  known: Known,
  { measures, seen }: { measures: readonly string[]; seen: { projects: readonly string[]; models: readonly string[] } },
): Named[] {
  const plain = (values: readonly string[]) => values.map((value) => ({ value, name: value }))
  switch (scope) {
    case 'agent':
      return byName(
        known.agents.map(({ id, name, runtime }) => ({ value: id, name: `${name}, ${runtimeName(runtime)}` })),
      )
    case 'runtime':
      return runtimes.map((value) => ({ value, name: runtimeName(value) }))
    case 'job':
      return byName(known.crons.map(({ id, name }) => ({ value: id, name })))
    case 'budget':
      return plain(known.budgets)
    case 'disk':
      return plain(mountsOf(measures))
    case 'project':
      return plain(seen.projects)
    case 'model':
      return plain(seen.models)
  }
}

const mountsOf = (measures: readonly string[]) => [
  ...new Set(measures.flatMap((id) => (id.startsWith('disk.percent:') ? [id.slice('disk.percent:'.length)] : []))),
]

/** What incidents can be about: what they are about now, and what there is besides. */
export function subjectChoices(
  incidents: readonly Pick<Incident, 'subject'>[],
  { crons, budgets, gateways }: Omit<Known, 'agents'>,
  measures: readonly string[],
): Named[] {
  const named = ({ id, name }: Subject): Named => ({ value: id, name })
  return byName(
    once([
      ...measures.map((id) => named(subjectOfMeasure(id))),
      ...crons.map(({ id, name }) => ({ value: `job:${id}`, name: `Job ${name}` })),
      ...budgets.map((name) => ({ value: `budget:${name}`, name: `Budget ${name}` })),
      ...gateways.map(({ home }) => ({ value: `gateway:${home}`, name: `The gateway of ${home}` })),
      ...incidents.map(({ subject: { id, name } }) => ({
        value: id,
        name: id.startsWith('session:') ? `Session of ${name}` : name,
      })),
    ]),
  )
}

/** What is kept quiet. */
export function muteWords(
  { ruleId, subject }: Pick<Mute, 'ruleId' | 'subject'>,
  rules: readonly Rule[],
  subjects: readonly Named[],
): string {
  const rule = rules.find(({ id }) => id === ruleId)
  const parts = [
    ...(ruleId === null ? [] : [rule ? nameOfRule(rule) : 'A rule that is removed']),
    ...(subject === null
      ? []
      : [subjects.find(({ value }) => value === subject)?.name ?? subject.replace(/^[a-z]+:/, '')]),
  ]
  return parts.join(', only ') || 'Everything'
}
