import { createUniqueId, For } from 'solid-js'
import { type ActFacets, outcomes } from '../../../src/audit/act.ts'
import { credentials } from '../../../src/auth/credential-kind.ts'
import { whole } from '../../../src/lib/format.ts'
import { Finder } from '../../components/finder.tsx'
import { Menu } from '../../components/menu.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { toast } from '../../components/toasts.tsx'
import { saveFrom } from '../../data/ask-for-file.ts'
import { Problem } from '../../data/problem.ts'
import { credentialNames, outcomeWords } from './act-words.ts'
import { type Address, filterAt, spans } from './address.ts'

const spanNames = { 1: '24 h', 7: '7 d', 30: '30 d', all: 'All' }

/** What narrows the list, and saving what it holds as a file. */
export function AuditBar(props: {
  address: Address
  facets: ActFacets | undefined
  /** `replace` keeps the address before out of the way of the back button. */
  onChange(change: Partial<Address>, replace: boolean): void
}) {
  const outcomeLabel = createUniqueId()
  const daysLabel = createUniqueId()

  /** A choice with how many acts it has; without a number while that is not known. */
  function counted<By extends 'outcome' | 'credential'>(name: string, by: By, value: keyof ActFacets[By] & string) {
    if (!props.facets) return name
    const count = (props.facets[by] as Record<string, number | undefined>)[value] ?? 0
    return `${name} ${whole(count)}${props.facets.isWhole ? '' : '+'}`
  }

  async function save(format: 'csv' | 'json') {
    const asked = Object.entries({ ...filterAt(props.address, Date.now()), format })
    try {
      await saveFrom(`/api/audit/export?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}`)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      toast({ text: `Nothing was saved. ${error.message}` })
    }
  }

  return (
    <section class="panel audit-bar" aria-label="Filter">
      <Finder
        q={props.address.q}
        words="Find an act"
        label="Find by who, what or on what"
        onChange={(q) => props.onChange({ q }, true)}
      />
      <span class="hidden" id={outcomeLabel}>
        How it ended
      </span>
      <Segmented
        labelledBy={outcomeLabel}
        options={[
          { value: '', name: 'All' },
          ...outcomes.map((value) => ({ value, name: counted(outcomeWords[value].name, 'outcome', value) })),
        ]}
        value={props.address.outcome ?? ''}
        onChoose={(value) => props.onChange({ outcome: outcomes.find((one) => one === value) }, false)}
      />
      <select
        class="field"
        aria-label="Credential"
        value={props.address.credential ?? ''}
        onChange={({ currentTarget: { value } }) =>
          props.onChange({ credential: credentials.find((one) => one === value) }, false)
        }
      >
        <option value="">Any credential</option>
        <For each={credentials}>
          {(value) => <option value={value}>{counted(credentialNames[value], 'credential', value)}</option>}
        </For>
      </select>
      <span class="hidden" id={daysLabel}>
        How far back
      </span>
      <Segmented
        labelledBy={daysLabel}
        options={spans.map((value) => ({ value, name: spanNames[value] }))}
        value={props.address.days}
        onChoose={(value) => props.onChange({ days: spans.find((one) => one === value) ?? 'all' }, false)}
      />
      <Menu
        label="Export"
        class="button"
        items={[
          { name: 'CSV', run: () => void save('csv') },
          { name: 'JSON', run: () => void save('json') },
        ]}
      >
        Export
      </Menu>
    </section>
  )
}
