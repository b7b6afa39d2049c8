import { createMemo, Show } from 'solid-js'
import type { DayCurve } from '../../../../src/costs/reports/day-curve.ts'
import type { CostsPage } from '../../../../src/costs/reports/page.ts'
import { lowerBoundTokens } from '../../../../src/costs/reports/report.ts'
import { clock, cost, money } from '../../../../src/lib/format.ts'
import { heightAt, projectedNow } from '../../../charts/cost-curve.ts'
import { now } from '../../../platform/now.ts'
import { HowSection, Terms } from '../breakdown/breakdown-formula.tsx'
import { BreakdownOverlay, type Frame } from '../breakdown/breakdown-overlay.tsx'
import { exactly } from '../breakdown/formula.ts'
import { type Column, SumTable } from '../sum-table.tsx'
import { rangeWords } from './projection-words.ts'

/** The projection of today: the spent part, and the part that usually follows. */
export function ProjectedToday(props: Frame & { costs: CostsPage; todayUsd: number | null }) {
  const summary = () => props.costs.summary
  const usd = () => projectedNow(props.costs.dayCurve, now(), props.todayUsd)
  const restUsd = () => {
    const projected = usd()
    return projected === null || props.todayUsd === null ? null : projected - props.todayUsd
  }
  const range = () => summary().projectedToday
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
        fallback={
          <p class="empty">Too few days are known to say what is usual. Three days that cost something are enough.</p>
        }
      >
        <HowSection title="How it is reckoned">
          <Terms
            terms={[
              { usd: props.todayUsd ?? 0, words: 'spent so far', tokens: null },
              { usd: restUsd() ?? 0, words: 'usually still comes', tokens: null },
            ]}
            sum={cost(usd(), isLowerBound())}
            words="by midnight"
          />
          <p class="label">
            <Show when={range()}>{(known) => [known().how, rangeWords(known())].filter(Boolean).join('; ')}</Show>
          </p>
        </HowSection>
        <Hours day={props.costs.dayCurve} />
      </Show>
    </BreakdownOverlay>
  )
}

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
