import { createMemo } from 'solid-js'
import type { IdleCost } from '../../../../src/costs/reports/summary.ts'
import { whole } from '../../../../src/lib/format.ts'
import { SumTable } from '../../../components/sum-table.tsx'
import { HowSection } from '../breakdown/breakdown-formula.tsx'
import { BreakdownOverlay, type Frame } from '../breakdown/breakdown-overlay.tsx'
import { exactly } from '../breakdown/formula.ts'
import { Money } from '../money.tsx'
import { type SumRow, sumColumns } from '../sum-columns.tsx'
import { daysInWords } from '../url-state.ts'

/** The costs that no person asked for, job by job. */
export function IdleCostPanel(props: Frame & { idle: IdleCost; timezone: string }) {
  const totals = () => props.idle.totals
  const rows = createMemo((): SumRow[] => [{ ...props.idle.heartbeats, label: 'Heartbeats' }, ...props.idle.jobs])
  const columns = [
    sumColumns.name<SumRow>('Job'),
    sumColumns.calls(totals),
    sumColumns.tokens(totals),
    sumColumns.cost(totals, { idOf: ({ key }) => `cron-idle:${key}` }),
  ]
  return (
    <BreakdownOverlay
      {...props}
      value={<Money totals={totals()} />}
      exactly={exactly(totals().costUsd)}
      foot={`${daysInWords('custom', props.idle)}, days of ${props.timezone}`}
    >
      <HowSection title="How it is counted">
        <p class="formula">
          Model calls of scheduled jobs in sessions of their own, and of heartbeats in a conversation:{' '}
          {whole(totals().calls)} answers.
        </p>
      </HowSection>
      <SumTable rows={rows()} columns={columns} hasSum />
    </BreakdownOverlay>
  )
}
