import { createMemo, createResource, For, Match, Show, Switch } from 'solid-js'
import type { DayCurve } from '../../../../src/costs/reports/day-curve.ts'
import type { Projection } from '../../../../src/costs/reports/projection.ts'
import { lowerBoundTokens, type Report, type Totals, zeroTotals } from '../../../../src/costs/reports/report.ts'
import type { HeatMap } from '../../../../src/costs/reports/stack.ts'
import type { Summary } from '../../../../src/costs/reports/summary.ts'
import { clock, cost, money, percent, tokens, whole } from '../../../../src/lib/format.ts'
import { addDays, monthOf } from '../../../../src/lib/timezone.ts'
import { onLine, projectedNow } from '../../../charts/cost-curve.ts'
import { api, ask } from '../../../data/api.ts'
import { createDayCurve } from '../../../data/create-day-curve.ts'
import { now } from '../../../platform/now.ts'
import type { Opened } from '../breakdown/breakdown-id.ts'
import { BreakdownOverlay, Terms } from '../breakdown/breakdown-panel.tsx'
import { exactly } from '../breakdown/formula.ts'
import { BreakdownLink, Money } from '../breakdown-link.tsx'
import { weekdayOf } from '../heat-map-data.ts'
import { middleOf } from '../row-share.ts'
import { Name } from '../top-table.tsx'
import { daysInWords } from '../url-state.ts'

type Frame = { title: string; onStep(by: 1 | -1): void; onClose(): void }

/** Figures that are no sum of answers but reckoned from sums: what they are reckoned from, and how. */
export function DerivedPanel(
  props: Frame & {
    opened: Exclude<Opened, { kind: 'sum' }>
    summary: Summary
    heat: HeatMap
    month: Report
    todayUsd: number | null
  },
) {
  const frame = () => ({ title: props.title, onStep: props.onStep, onClose: props.onClose })
  return (
    <Switch>
      <Match when={props.opened.kind === 'projected'}>
        <ProjectedToday {...frame()} summary={props.summary} todayUsd={props.todayUsd} />
      </Match>
      <Match when={props.opened.kind === 'projected-month'}>
        <ProjectedMonth {...frame()} summary={props.summary} month={props.month} />
      </Match>
      <Match when={props.opened.kind === 'saved'}>
        <Saved {...frame()} summary={props.summary} />
      </Match>
      <Match when={props.opened.kind === 'median'}>
        <Median {...frame()} summary={props.summary} />
      </Match>
      <Match when={props.opened.kind === 'idle'}>
        <Idle {...frame()} summary={props.summary} />
      </Match>
      <Match when={props.opened.kind === 'hour' && props.opened}>
        {(opened) => <Hour {...frame()} heat={props.heat} weekday={opened().weekday} hour={opened().hour} />}
      </Match>
    </Switch>
  )
}

const between = ({ lowUsd, highUsd }: Projection) =>
  lowUsd === highUsd ? undefined : `between ${money(lowUsd)} and ${money(highUsd)}`

/** What was spent so far, and what usually still comes. */
function ProjectedToday(props: Frame & { summary: Summary; todayUsd: number | null }) {
  const curve = createDayCurve()
  const usd = () => (curve.data() ? projectedNow(curve.data()!, now(), props.todayUsd) : null)
  const rest = () => (usd() === null || props.todayUsd === null ? null : usd()! - props.todayUsd)
  const sure = () => props.summary.projectedToday
  const isLowerBound = () => lowerBoundTokens(props.summary.today) > 0
  return (
    <BreakdownOverlay
      {...props}
      value={cost(usd(), isLowerBound() && usd() !== null)}
      exactly={exactly(usd())}
      foot="A forecast: it moves with every answer."
    >
      <Show
        when={rest() !== null && curve.data()?.typical}
        fallback={
          <p class="empty">Too few days are known to say what is usual. Three days that cost something are enough.</p>
        }
      >
        <section class="how">
          <h3 class="label">How it is reckoned</h3>
          <Terms
            terms={[
              { usd: props.todayUsd ?? 0, words: 'spent so far', tokens: null },
              { usd: rest() ?? 0, words: 'usually still comes', tokens: null },
            ]}
            sum={cost(usd(), isLowerBound())}
            words="by midnight"
          />
          <p class="label">{[sure()?.how, sure() && between(sure()!)].filter(Boolean).join('; ')}</p>
        </section>
        <Hours day={curve.data()!} todayUsd={props.todayUsd} />
      </Show>
    </BreakdownOverlay>
  )
}

function Hours(props: { day: DayCurve; todayUsd: number | null }) {
  const rows = createMemo(() => {
    const { startAt, endAt, points, typical } = props.day
    const found: { at: number; spent: number | null; usual: number | null }[] = []
    for (let at = startAt + 3_600_000; at <= endAt; at += 3_600_000)
      found.push({
        at,
        spent: at <= now() ? onLine(points, at) : null,
        usual: typical ? onLine(typical.points, at) : null,
      })
    return found
  })
  return (
    <table>
      <thead>
        <tr>
          <th>Until</th>
          <th class="right">Today</th>
          <th class="right">{props.day.typical?.label.replace(/^a t/, 'T')}</th>
        </tr>
      </thead>
      <tbody>
        <For each={rows()}>
          {(row) => (
            <tr>
              <td class="name">{row.at === props.day.endAt ? '24:00' : clock(row.at, props.day.timezone)}</td>
              <td class="right strong">{row.spent === null ? '' : money(row.spent)}</td>
              <td class="right">{money(row.usual)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}

/** The month so far, and a usual day for each that is left of it. */
function ProjectedMonth(props: Frame & { summary: Summary; month: Report }) {
  const projection = () => props.summary.projectedMonth
  const spent = () => props.summary.thisMonth.costUsd ?? 0
  const rows = () => props.month.rows.filter(({ key }) => monthOf(key) === props.summary.month).reverse()
  return (
    <BreakdownOverlay
      {...props}
      value={cost(projection()?.usd, lowerBoundTokens(props.summary.thisMonth) > 0 && projection() !== null)}
      exactly={projection() ? between(projection()!) : undefined}
      foot="A forecast: it moves with every day."
    >
      <Show when={projection()} fallback={<p class="empty">Too few days are known to say where the month is going.</p>}>
        {(known) => (
          <>
            <section class="how">
              <h3 class="label">How it is reckoned</h3>
              <Terms
                terms={[
                  { usd: spent(), words: 'this month so far', tokens: null },
                  { usd: Math.max(0, known().usd - spent()), words: 'for the days that are left', tokens: null },
                ]}
                sum={cost(known().usd, lowerBoundTokens(props.summary.thisMonth) > 0)}
                words="by month end"
              />
              <p class="label">{known().how}</p>
            </section>
            <table>
              <thead>
                <tr>
                  <th>Day</th>
                  <th class="right">Answers</th>
                  <th class="right">Tokens</th>
                  <th class="right">Cost</th>
                </tr>
              </thead>
              <tbody>
                <For each={rows()}>
                  {(row) => (
                    <tr>
                      <td class="name">{row.key}</td>
                      <td class="right">{whole(row.calls)}</td>
                      <td class="right">{tokens(row.totalTokens)}</td>
                      <td class="right strong">
                        <Money totals={row} id={`day:${row.key}`} />
                      </td>
                    </tr>
                  )}
                </For>
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">Sum</th>
                  <td class="right">{whole(props.summary.thisMonth.calls)}</td>
                  <td class="right">{tokens(props.summary.thisMonth.totalTokens)}</td>
                  <td class="right strong">
                    <Money totals={props.summary.thisMonth} id="month" />
                  </td>
                </tr>
              </tfoot>
            </table>
          </>
        )}
      </Show>
    </BreakdownOverlay>
  )
}

/** What the cache spared: how that is reckoned, and which models read from it. */
function Saved(props: Frame & { summary: Summary }) {
  const cache = () => props.summary.cache
  const [models] = createResource(
    () => ({ since: cache().since, until: cache().until, timezone: props.summary.timezone }),
    (days) => ask(api.costs.report.get({ query: { ...days, by: 'model' } })),
  )
  const rows = () =>
    [...(models.latest?.rows ?? [])]
      .filter(({ cacheReadTokens, cacheWriteTokens }) => cacheReadTokens + cacheWriteTokens > 0)
      .sort((a, b) => b.cacheReadTokens - a.cacheReadTokens)
  return (
    <BreakdownOverlay
      {...props}
      value={money(cache().savedUsd)}
      exactly={exactly(cache().savedUsd)}
      foot="What was never paid cannot be looked up: it is reckoned."
    >
      <section class="how">
        <h3 class="label">How it is reckoned</h3>
        <p class="formula">{cache().formula}</p>
        <p class="label">
          {cache().readPercent === null
            ? 'nothing was read'
            : `${percent(cache().readPercent)} of the input came from the cache`}
          , {daysInWords('custom', cache())}
        </p>
      </section>
      <table>
        <thead>
          <tr>
            <th>Model</th>
            <th class="right">Input</th>
            <th class="right">Cache read</th>
            <th class="right">Cache write</th>
            <th class="right c-cost">Paid</th>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {(row) => (
              <tr>
                <td class="name">
                  <Name label={row.label} />
                </td>
                <td class="right">{tokens(row.inputTokens)}</td>
                <td class="right">{tokens(row.cacheReadTokens)}</td>
                <td class="right">{tokens(row.cacheWriteTokens)}</td>
                <td class="right c-cost strong">
                  <Money totals={row} />
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </BreakdownOverlay>
  )
}

const besideMiddle = 6

/** The session in the middle when all stand in a row by what they cost, with its neighbours and the ends. */
function Median(props: Frame & { summary: Summary }) {
  const median = () => props.summary.medianSession
  const days = () => median() && { since: median()!.since, until: median()!.until, timezone: props.summary.timezone }
  const [sessions] = createResource(days, (days) => ask(api.costs.report.get({ query: { ...days, by: 'family' } })))
  const row = createMemo(() => {
    const spent = (sessions.latest?.rows ?? [])
      .filter(({ costUsd }) => (costUsd ?? 0) > 0)
      .sort((a, b) => b.costUsd! - a.costUsd!)
    return { spent, ...middleOf(spent, besideMiddle) }
  })
  return (
    <BreakdownOverlay
      {...props}
      value={money(median()?.usd)}
      exactly={exactly(median()?.usd ?? null)}
      foot="The middle is not moved by one dear session; a mean is."
    >
      <Show when={median()} fallback={<p class="empty">No session of the last 30 days cost anything.</p>}>
        {(median) => (
          <section class="how">
            <h3 class="label">How it is reckoned</h3>
            <p class="formula">
              {whole(median().sessions)} sessions, each with its sub-agents, cost something in the last 30 days. In a
              row by what they cost, the one in the middle cost {money(median().usd, true)}: half cost more, half less.
            </p>
          </section>
        )}
      </Show>
      <table>
        <thead>
          <tr>
            <th class="c-time">Place</th>
            <th>Session</th>
            <th class="right c-tokens">Tokens</th>
            <th class="right c-cost">Cost</th>
          </tr>
        </thead>
        <tbody>
          <For each={row().shown}>
            {({ item, place, isMiddle }) => (
              <tr data-open={isMiddle ? '' : undefined}>
                <td class="c-time">{whole(place + 1)}</td>
                <td class="name">
                  <Name label={item.label} href={`/sessions/${encodeURIComponent(item.key)}`} />
                </td>
                <td class="right c-tokens">{tokens(item.totalTokens)}</td>
                <td class="right c-cost strong">
                  <Money totals={item} />
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </BreakdownOverlay>
  )
}

/** What nobody asked for, job by job. */
function Idle(props: Frame & { summary: Summary }) {
  const idle = () => props.summary.idle
  return (
    <BreakdownOverlay
      {...props}
      value={<Money totals={idle().totals} />}
      exactly={exactly(idle().totals.costUsd)}
      foot={`${daysInWords('custom', idle())}, days of ${props.summary.timezone}`}
    >
      <section class="how">
        <h3 class="label">How it is counted</h3>
        <p class="formula">
          What jobs by the clock asked in sessions of their own, and what was answered in a conversation while a
          heartbeat ran in it: {whole(idle().totals.calls)} answers.
        </p>
      </section>
      <table>
        <thead>
          <tr>
            <th>By the clock</th>
            <th class="right c-tokens">Answers</th>
            <th class="right c-tokens">Tokens</th>
            <th class="right c-cost">Cost</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td class="name">Heartbeats</td>
            <td class="right c-tokens">{whole(idle().heartbeats.calls)}</td>
            <td class="right c-tokens">{tokens(idle().heartbeats.totalTokens)}</td>
            <td class="right c-cost strong">
              <Money totals={idle().heartbeats} />
            </td>
          </tr>
          <For each={idle().jobs}>
            {(job) => (
              <tr>
                <td class="name">
                  <Name label={job.label} />
                </td>
                <td class="right c-tokens">{whole(job.calls)}</td>
                <td class="right c-tokens">{tokens(job.totalTokens)}</td>
                <td class="right c-cost strong">
                  <Money totals={job} id={`cron-idle:${job.key}`} />
                </td>
              </tr>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Sum</th>
            <td class="right c-tokens">{whole(idle().totals.calls)}</td>
            <td class="right c-tokens">{tokens(idle().totals.totalTokens)}</td>
            <td class="right c-cost strong">
              <Money totals={idle().totals} />
            </td>
          </tr>
        </tfoot>
      </table>
    </BreakdownOverlay>
  )
}

/** What one hour of the week cost on each of its days, and the mean of them. */
function Hour(props: Frame & { heat: HeatMap; weekday: number; hour: number }) {
  /** Each of its days, also those on which nothing was asked in that hour. */
  const cells = createMemo(() => {
    const asked = new Map(props.heat.cells.filter(({ hour }) => hour === props.hour).map((cell) => [cell.day, cell]))
    const days: ({ day: string } & Totals)[] = []
    for (let { since: day } = props.heat; day <= props.heat.until; day = addDays(day, 1))
      if (weekdayOf(day) === props.weekday) days.push(asked.get(day) ?? { day, ...zeroTotals })
    return days
  })
  const mean = () => props.heat.week.find(({ weekday, hour }) => weekday === props.weekday && hour === props.hour)
  const sum = () => cells().reduce((usd, { costUsd }) => usd + (costUsd ?? 0), 0)
  return (
    <BreakdownOverlay
      {...props}
      value={money(mean()?.meanUsd)}
      exactly={exactly(mean()?.meanUsd ?? null)}
      foot={`Days of ${props.heat.timezone}`}
    >
      <Show when={mean()} fallback={<p class="empty">Nothing was asked of any model in that hour.</p>}>
        {(mean) => (
          <section class="how">
            <h3 class="label">How it is reckoned</h3>
            <p class="formula">
              {money(sum(), true)} over {whole(mean().days)} such {mean().days === 1 ? 'day' : 'days'} ={' '}
              {money(mean().meanUsd, true)} on average
            </p>
          </section>
        )}
      </Show>
      <table>
        <thead>
          <tr>
            <th>Day</th>
            <th class="right">Answers</th>
            <th class="right">Tokens</th>
            <th class="right">Cost</th>
          </tr>
        </thead>
        <tbody>
          <For each={[...cells()].reverse()}>
            {(cell) => (
              <tr>
                <td class="name">{cell.day}</td>
                <td class="right">{whole(cell.calls)}</td>
                <td class="right">{tokens(cell.totalTokens)}</td>
                <td class="right strong">
                  <BreakdownLink id={`day:${cell.day}`} title="The whole of that day">
                    {cost(cell.calls === 0 ? 0 : cell.costUsd, lowerBoundTokens(cell) > 0)}
                  </BreakdownLink>
                </td>
              </tr>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Sum</th>
            <td />
            <td />
            <td class="right strong">{money(sum())}</td>
          </tr>
        </tfoot>
      </table>
    </BreakdownOverlay>
  )
}
