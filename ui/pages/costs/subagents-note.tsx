import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Summary } from '../../../src/costs/reports/summary.ts'
import { money, whole } from '../../../src/lib/format.ts'

/** What went to sub-agents, in a sentence. */
export const SubagentsNote = (props: { subagents: Summary['subagents'] }) => (
  <Show when={props.subagents.sessions > 0}>
    <p class="remark">
      These sums include {money(props.subagents.totals.costUsd)} from {whole(props.subagents.sessions)} sub-agents.{' '}
      <A href="/costs?by=family">Group them with their sessions</A>.
    </p>
  </Show>
)
