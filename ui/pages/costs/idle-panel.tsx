import { createMemo, Show } from 'solid-js'
import { zeroTotals } from '../../../src/costs/reports/report.ts'
import type { IdleCost } from '../../../src/costs/reports/summary.ts'
import { whole } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { SumTable } from '../../components/sum-table.tsx'
import { firstRows } from './row-share.ts'
import { type SumRow, sumColumns } from './sum-columns.tsx'

const maxJobs = 5

/** The costs that no person asked for: heartbeats and cron jobs, over the last thirty days. */
export function IdlePanel(props: { idle: IdleCost }) {
  const totals = () => props.idle.totals
  const jobs = createMemo(() => {
    const { jobs } = props.idle
    return firstRows({ rows: jobs, rowCount: jobs.length, rest: zeroTotals }, maxJobs)
  })
  const rows = createMemo((): SumRow[] => [
    ...(props.idle.heartbeats.calls > 0 ? [{ ...props.idle.heartbeats, label: 'Heartbeats' }] : []),
    ...jobs().shown,
  ])
  const columns = [
    sumColumns.name<SumRow>('Job'),
    sumColumns.share(totals),
    sumColumns.calls(totals),
    sumColumns.cost(totals, { idOf: ({ key }) => `cron-idle:${key}`, sumId: 'idle' }),
  ]
  return (
    <Panel title="Background cost" sub="crons and heartbeats, last 30 days" class="split">
      <Show
        when={totals().calls > 0}
        fallback={<p class="empty">No cron job and no heartbeat asked a model in the last 30 days.</p>}
      >
        <SumTable
          rows={rows()}
          columns={columns}
          hasSum
          rest={jobs().restCount > 0 ? { row: jobs().rest, label: `${whole(jobs().restCount)} more` } : undefined}
        />
      </Show>
    </Panel>
  )
}
