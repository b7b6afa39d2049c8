import { A } from '@solidjs/router'
import { createMemo, Show } from 'solid-js'
import type { DayCurve } from '../../../../src/costs/reports/day-curve.ts'
import type { CostsPage } from '../../../../src/costs/reports/page.ts'
import { lowerBoundTokens } from '../../../../src/costs/reports/report.ts'
import { clock, cost, money } from '../../../../src/lib/format.ts'
import { forecastNow, heightAt } from '../../../charts/cost-curve.ts'
import { rangeWords, tooFewDays } from '../../../charts/forecast-words.ts'
import { type Column, SumTable } from '../../../components/sum-table.tsx'
import { now } from '../../../platform/now.ts'
import { HowSection, Terms } from '../breakdown/breakdown-formula.tsx'
import { BreakdownOverlay, type Frame } from '../breakdown/breakdown-overlay.tsx'
import { exactly } from '../breakdown/formula.ts'

/** The projection of today: the spent part, and the part that usually follows. */
export function ProjectedToday(props: Frame & { costs: CostsPage; todayUsd: number | null }) {
  const summary = () => props.costs.summary
  const forecast = () => forecastNow(props.costs.dayCurve, now(), props.todayUsd)
  const usd = () => forecast()?.usd ?? null
  const restUsd = () => (usd() === null ? null : usd()! - (props.todayUsd ?? 0))
  const isLowerBound = () => lowerBoundTokens(summary().today) > 0
  return (
    <BreakdownOverlay
      {...props}
      value={cost(usd(), isLowerBound() && usd() !== null)}
      exactly={exactly(usd())}
      foot="A forecast: it moves with every answer."
    >
      <Show
        when={restUsd() !== null && props.costs.dayCurve.typical}
        fallback={<p class="empty">{capital(tooFewDays(props.costs.dayCurve.knownDays))}.</p>}
      >
        <HowSection title="How it is calculated">
          <Terms
            terms={[
              { usd: props.todayUsd ?? 0, words: 'spent so far', tokens: null },
              { usd: restUsd() ?? 0, words: 'expected until midnight', tokens: null },
            ]}
            sum={cost(usd(), isLowerBound())}
            words="by midnight"
          />
          <p class="label">
            <Show when={forecast()}>{(known) => [known().how, rangeWords(known())].filter(Boolean).join('; ')}</Show>.{' '}
            <A href="/settings/forecast">How accurate past forecasts were</A>
          </p>
        </HowSection>
        <Hours day={props.costs.dayCurve} />
      </Show>
    </BreakdownOverlay>
  )
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

const hourMs = 3_600_000

type Hour = { at: number; spentUsd: number | null; usualUsd: number | null }

function Hours(props: { day: DayCurve }) {
  const rows = createMemo(() => {
    const { startAt, endAt, points, typical } = props.day
    const hours: Hour[] = []
    for (let at = startAt + hourMs; at <= endAt; at += hourMs)
      hours.push({
        at,
        spentUsd: at <= now() ? heightAt(points, at) : null,
        usualUsd: typical ? heightAt(typical.points, at) : null,
      })
    return hours
  })
  const columns = (): Column<Hour>[] => [
    {
      head: 'Until',
      cellClass: 'name',
      cell: ({ at }) => (at === props.day.endAt ? '24:00' : clock(at, props.day.timezone)),
    },
    {
      head: 'Today',
      class: 'right',
      strong: true,
      cell: ({ spentUsd }) => (spentUsd === null ? '' : money(spentUsd)),
    },
    {
      head: props.day.typical?.label.replace(/^a t/, 'T'),
      class: 'right',
      cell: ({ usualUsd }) => money(usualUsd),
    },
  ]
  return <SumTable rows={rows()} columns={columns()} />
}
