import { createMemo, For } from 'solid-js'
import type { Agent } from '../../../src/agents/agent.ts'
import { counts, type Need } from '../../../src/attention/need.ts'
import { shortAge } from '../../../src/lib/format.ts'
import { now } from '../../parts/now.ts'
import { type Mark, StateMark } from '../../parts/state-mark.tsx'

/** What waits for a person, the most urgent first: who, what, since when, and why. */
export function NeedsYou(props: { needs: Need[]; agents: Agent[] }) {
  const names = createMemo(() => new Map(props.agents.map(({ id, name }) => [id, name])))
  return (
    <ul class="rows needs-list">
      <For each={props.needs.filter(counts)}>
        {(need) => (
          <li data-kind={need.kind}>
            <StateMark mark={marks[need.kind]} label="" />
            <span class="cut">
              <b>
                {need.kind === 'cron-failed' ? (need.title ?? 'A job') : (names().get(need.agentId) ?? need.agentId)}
              </b>{' '}
              {words[need.kind]}
            </span>
            <span class="cut quiet" title={[need.title, need.reason].filter(Boolean).join(': ')}>
              {need.kind === 'cron-failed' ? need.reason : [need.title, need.reason].filter(Boolean).join(': ')}
            </span>
            <span class="right quiet">{shortAge(need.since, now())}</span>
          </li>
        )}
      </For>
    </ul>
  )
}

const marks: Record<Need['kind'], Mark> = {
  waiting: 'waiting',
  stalled: 'waiting',
  failed: 'stopped',
  'cron-failed': 'stopped',
  'context-full': 'waiting',
  'context-filling': 'waiting',
}

const words: Record<Need['kind'], string> = {
  waiting: 'waits for you',
  stalled: 'makes no progress',
  failed: 'failed',
  'cron-failed': 'failed when it last ran',
  'context-full': 'is running out of context',
  'context-filling': 'fills its context',
}
