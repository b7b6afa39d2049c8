import { Show } from 'solid-js'
import { ago } from '../../../src/lib/format.ts'
import { dollars, signed } from '../../../src/reconcile/drift-words.ts'
import type { Reconciliation } from '../../../src/reconcile/reconciliation.ts'
import { Panel } from '../../components/panel.tsx'
import { dayName, monthName } from './month-words.ts'

/** The drift of a month in one figure, how much of it is explained, and the two sums. */
export function DriftHead(props: { data: Reconciliation }) {
  const drift = () => props.data.overall
  const explained = () => (drift()?.driftCents ?? 0) - (drift()?.leftCents ?? 0)
  /** The share of what is explained in everything that moves, whichever way. */
  const share = () => {
    const left = Math.abs(drift()?.leftCents ?? 0)
    const moved = (drift()?.parts ?? []).reduce((sum, { cents }) => sum + Math.abs(cents), 0)
    return moved + left === 0 ? 1 : moved / (moved + left)
  }
  return (
    <Panel title={`Drift, ${monthName(props.data.month)}`} sub={spanWords(props.data)} class="drift-head">
      <Show
        when={drift()}
        fallback={
          <div class="body">
            <p class="drift-figure">–</p>
            <p>Nothing to compare this month with yet.</p>
            <p class="quiet">
              Our ledger has {dollars(props.data.ledgerCents)}. Enter a bill, or let the status line of Claude Code tell
              what it counts: <a href="/settings/hooks">install it</a>.
            </p>
          </div>
        }
      >
        {(drift) => (
          <div class="body">
            <p class="drift-figure">{signed(drift().driftCents)}</p>
            <p class="drift-sentence">{sentenceOf(drift())}</p>
            <div class="drift-bar" aria-hidden="true">
              <span style={{ 'flex-grow': share() }} />
              <Show when={drift().leftCents !== 0}>
                <i style={{ 'flex-grow': Math.max(0.03, 1 - share()) }} />
              </Show>
            </div>
            <p class="drift-ends">
              <span>{signed(explained())} explained</span>
              <span data-left={drift().leftCents === 0 ? undefined : ''}>{signed(drift().leftCents)} left over</span>
            </p>
            <dl class="drift-sums">
              <div>
                <dt>Our ledger</dt>
                <dd>{dollars(drift().ledgerCents)}</dd>
              </div>
              <div>
                <dt>{theirName(drift())}</dt>
                <dd>{dollars(drift().statedCents)}</dd>
              </div>
              <Show when={props.data.before}>
                {(before) => (
                  <div>
                    <dt>{monthName(before().month)}</dt>
                    <dd>{percentOff(before().percent)}</dd>
                  </div>
                )}
              </Show>
            </dl>
          </div>
        )}
      </Show>
    </Panel>
  )
}

/** Until when both sums reach: the bills of a month that goes on end where they were typed in. */
function spanWords({ overall, payees, isOver, until, timezone, at }: Reconciliation): string {
  const typed = payees.flatMap(({ bill }) => bill?.at ?? [])
  if (isOver) return 'the whole month'
  if (overall?.of !== 'bills' || typed.length === 0) return `until ${dayName(until)}`
  return `until the bill, typed in ${ago(Math.max(...typed), at, timezone)}`
}

type Overall = NonNullable<Reconciliation['overall']>

export const theirName = ({ of }: Overall) => (of === 'bills' ? 'Their bill' : 'Runtimes themselves')

function sentenceOf(drift: Overall): string {
  const who = drift.of === 'bills' ? 'Providers billed' : 'Runtimes count'
  if (drift.driftCents === 0) return `${who} exactly what our ledger has.`
  const more = drift.driftCents > 0 ? 'more' : 'less'
  if (drift.ledgerCents === 0) return `${who} ${more} than our ledger, which has nothing.`
  const percent = Math.abs(drift.driftCents / drift.ledgerCents) * 100
  return `${who} ${percent < 0.1 ? 'a trifle' : `${percent.toFixed(1)}%`} ${more} than our ledger.`
}

const percentOff = (percent: number) => `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent).toFixed(1)}%`
