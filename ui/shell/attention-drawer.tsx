import { A } from '@solidjs/router'
import X from 'lucide-solid/icons/x'
import { For, Show } from 'solid-js'
import { type AttentionItem, countsInVerdict } from '../../src/attention/need.ts'
import { nameInId } from '../../src/ids.ts'
import { ago } from '../../src/lib/format.ts'
import {
  attentionLabels,
  attentionMarks,
  hasFace,
  hrefOfNeed,
  isOfNoSession,
  whyOfNeed,
} from '../components/attention-labels.ts'
import { Overlay } from '../components/overlay.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { api, ask } from '../data/api.ts'
import { useOverview } from '../data/overview-context.ts'
import { createQuery } from '../data/query.ts'
import { Portrait } from '../office/portrait.tsx'
import { now } from '../platform/now.ts'
import { bellTypes, earlierOf } from './bell-history.ts'
import { overlays } from './overlays.ts'

/** A drawer over any page with everything that needs a person: urgent items, items worth knowing, findings of sources. */
export function AttentionDrawer() {
  const { overview } = useOverview()
  const needs = () => overview()?.attention ?? []
  const findings = () =>
    (overview()?.sources ?? []).flatMap(({ findings }) => findings.filter(({ level }) => level !== 'info'))
  return (
    <Overlay class="drawer" title="What needs you" onClose={() => overlays.close('drawer')}>
      <header>
        <b aria-hidden="true">What needs you</b>
        <A class="button" href="/alerts" onClick={() => overlays.close('drawer')}>
          Alerts
        </A>
        <A class="button" href="/needs" onClick={() => overlays.close('drawer')}>
          Open the page
        </A>
        <button class="ghost-button" type="button" onClick={() => overlays.close('drawer')}>
          <X size={16} />
          <span class="hidden">Close</span>
        </button>
      </header>
      <div class="drawer-body">
        <Show when={needs().length === 0 && findings().length === 0}>
          <p class="empty">Nothing needs you. What waits, fails or stalls appears here the moment it does.</p>
        </Show>
        <Needs title="Now" needs={needs().filter(countsInVerdict)} />
        <Needs title="Worth knowing" needs={needs().filter((need) => !countsInVerdict(need))} />
        <Show when={findings().length > 0}>
          <h3 class="label">Sources</h3>
          <ul class="rows">
            <For each={findings()}>
              {(finding) => (
                <li>
                  <StateMark mark={finding.level === 'error' ? 'stopped' : 'waiting'} label={finding.level} />
                  <A href="/settings/sources" onClick={() => overlays.close('drawer')}>
                    {finding.message}
                    <span class="quiet">{finding.fix}</span>
                  </A>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Earlier />
      </div>
    </Overlay>
  )
}

/** What happened in the last day, in six types. */
function Earlier() {
  const { overview } = useOverview()
  const query = createQuery({
    key: () => ['bell'],
    async fetcher(_key, signal) {
      const since = Date.now() - dayMs
      const [{ settled }, { items }] = await Promise.all([
        ask(api.needs.aside.get({ query: { q: '', days: 1 }, fetch: { signal } })),
        ask(api.incidents.get({ query: { state: 'over', since, limit: 20 }, fetch: { signal } })),
      ])
      return { settled: settled.filter(({ settledAt }) => (settledAt ?? 0) > since), incidents: items }
    },
    changes: () => overview()?.attention.length,
  })
  const entries = () => {
    const { settled = [], incidents = [] } = query.data() ?? {}
    const nameOf = (id: string) => overview()?.agents.find((agent) => agent.id === id)?.name ?? nameInId(id)
    return query.data() ? earlierOf(overview()?.log ?? [], settled, incidents, nameOf) : []
  }
  return (
    <Show when={entries().length > 0}>
      <h3 class="label">Earlier, in the last day</h3>
      <ul class="rows">
        <For each={entries()}>
          {(entry) => (
            <li>
              <StateMark mark={bellTypes[entry.type].mark} label={bellTypes[entry.type].name} />
              <A href={entry.href} onClick={() => overlays.close('drawer')}>
                <b>{entry.who}</b> {entry.words}
              </A>
              <span class="right quiet">{ago(entry.at, now())}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

const dayMs = 24 * 3_600_000

const about = (need: AttentionItem) => [need.title, whyOfNeed(need)].filter(Boolean).join(': ')

function Needs(props: { title: string; needs: AttentionItem[] }) {
  const { overview } = useOverview()
  const seedOf = (id: string) => overview()?.agents.find((agent) => agent.id === id)?.look ?? id
  const nameOf = (need: AttentionItem) =>
    !hasFace(need)
      ? (need.title ?? 'A job')
      : (overview()?.agents.find(({ id }) => id === need.agentId)?.name ?? need.agentId)
  return (
    <Show when={props.needs.length > 0}>
      <h3 class="label">{props.title}</h3>
      <ul class="rows">
        <For each={props.needs}>
          {(need) => (
            <li>
              <span class="row">
                <Show when={hasFace(need)}>
                  <Portrait seed={seedOf(need.agentId)} size={24} />
                </Show>
                <StateMark mark={attentionMarks[need.kind]} label="" />
              </span>
              <Show
                when={!isOfNoSession(need) || need.kind === 'approval-asked'}
                fallback={
                  <span>
                    <b>{nameOf(need)}</b> {attentionLabels[need.kind]}
                    <span class="quiet" title={need.reason ?? undefined}>
                      {whyOfNeed(need)}
                    </span>
                  </span>
                }
              >
                <A href={hrefOfNeed(need)} onClick={() => overlays.close('drawer')}>
                  <b>{nameOf(need)}</b> {attentionLabels[need.kind]}
                  <span class="quiet" title={about(need)}>
                    {about(need)}
                  </span>
                </A>
              </Show>
              <span class="right quiet">{need.since === null ? '' : ago(need.since, now())}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
