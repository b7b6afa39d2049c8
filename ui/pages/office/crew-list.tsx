import { createMemo, For, Show } from 'solid-js'
import { cost } from '../../../src/lib/format.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import { markOf, severityOf } from '../../../src/sessions/severity.ts'
import { CostText } from '../../components/cost-text.tsx'
import { doingWords } from '../../components/doing-words.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { Portrait } from '../../office/portrait.tsx'

/** Everything the picture shows, as a list: whoever needs somebody first, sub-agents below who began them. */
export function CrewList(props: { members: readonly OfficeMember[]; onChoose(id: string): void }) {
  const rows = createMemo(() => inOrder(props.members))
  return (
    <aside class="panel crew-list" aria-label="Crew">
      <header>
        <h2>Crew</h2>
        <span class="label">{props.members.length === 1 ? '1 here' : `${props.members.length} here`}</span>
      </header>
      <Show when={rows().length > 0} fallback={<p class="quiet crew-empty">Nobody is here yet.</p>}>
        <ul class="content">
          <For each={rows()}>
            {({ member, depth }) => (
              <li style={{ '--depth': depth }}>
                <button type="button" onClick={() => props.onChoose(member.id)}>
                  <Portrait seed={member.look} kind={member.kind === 'subagent' ? 'robot' : 'agent'} size={32} />
                  <span class="crew-who">
                    <b class="cut">
                      <bdi>{member.name}</bdi>
                    </b>
                    <span class="cut row" data-mark={markOf(member.state)}>
                      <StateMark mark={markOf(member.state)} label="" />
                      <span class="cut">
                        {doingWords(member.state, member.activity)}
                        <Show when={member.asks ?? member.tool}>{(more) => <span class="quiet">, {more()}</span>}</Show>
                      </span>
                    </span>
                  </span>
                  <span class="numbers">
                    <CostText words={cost(member.costTodayUsd, member.costTodayIsLowerBound)} />
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </aside>
  )
}

type Row = { member: OfficeMember; depth: number }

function inOrder(members: readonly OfficeMember[]): Row[] {
  const ids = new Set(members.map(({ id }) => id))
  const byParent = Map.groupBy(members, ({ parentId }) => (parentId !== null && ids.has(parentId) ? parentId : null))
  const seen = new Set<string>()
  const below = (parent: string | null, depth: number): Row[] =>
    (byParent.get(parent) ?? [])
      .toSorted((a, b) => severityOf(b.state) - severityOf(a.state) || a.name.localeCompare(b.name))
      .flatMap((member) => {
        if (seen.has(member.id)) return []
        seen.add(member.id)
        return [{ member, depth }, ...below(member.id, depth + 1)]
      })
  const rows = below(null, 0)
  // Who names each other as parents is listed all the same.
  return [...rows, ...members.filter(({ id }) => !seen.has(id)).map((member) => ({ member, depth: 0 }))]
}
