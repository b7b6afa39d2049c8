import { createSignal, For, Show } from 'solid-js'
import { runtimeName } from '../../../src/facts/runtimes.ts'
import { ago, clock, percent, tokens } from '../../../src/lib/format.ts'
import {
  comparedCents,
  dollars,
  explanationOf,
  signed,
  signedBare,
  witnessName,
} from '../../../src/reconcile/drift-words.ts'
import { payeeLabel } from '../../../src/reconcile/payee.ts'
import type { PayeeRow, Reconciliation, RuntimeRow, Statement } from '../../../src/reconcile/reconciliation.ts'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { now } from '../../platform/now.ts'

/** A line of the table: a runtime with what it states, and beside the first of each payee its bill. */
type Line = { runtime: RuntimeRow | null; payee: PayeeRow | null; span: number }

/** The runtimes that pay a provider most stand beside it; a provider that no runtime pays most has a line of its own. */
export function linesOf({ runtimes, payees }: Pick<Reconciliation, 'runtimes' | 'payees'>): Line[] {
  const placed = payees.filter(isSpokenOf).flatMap((payee): Line[] => {
    const own = runtimes.filter((row) => row.payee === payee.payee)
    if (own.length === 0) return [{ runtime: null, payee, span: 1 }]
    return own.map((runtime, number) => ({
      runtime,
      payee: number === 0 ? payee : null,
      span: number === 0 ? own.length : 0,
    }))
  })
  const known = new Set(payees.map(({ payee }) => payee))
  const others = runtimes
    .filter(({ payee }) => !known.has(payee))
    .map((runtime): Line => ({ runtime, payee: null, span: 1 }))
  return [...placed, ...others]
}

/** A provider that is paid nothing, as one on this machine, is left out. */
const isSpokenOf = ({ ledgerCents, unpricedTokens, bill }: PayeeRow) =>
  ledgerCents !== 0 || unpricedTokens > 0 || bill !== null

/** Who says what about a month: our ledger, each runtime itself, telemetry, and the bills. */
export function WitnessTable(props: { data: Reconciliation; mayAsk: boolean; onChange: () => Promise<void> }) {
  const [isAsking, setAsking] = createSignal(false)
  const { problem, attempt } = createAttempt(props.onChange)
  const hasGateway = () => props.data.runtimes.some(({ runtime }) => runtime === 'openclaw')
  async function askGateways() {
    setAsking(true)
    await attempt(() => ask(api.reconcile.gateway.post({ month: props.data.month })))
    setAsking(false)
  }
  const lines = () => linesOf(props.data)
  const billed = () => props.data.payees.filter(({ bill }) => bill !== null)
  const billedCents = () => billed().reduce((sum, { bill }) => sum + (bill?.usdCents ?? 0), 0)
  const driftCents = () => billed().reduce((sum, { drift }) => sum + (drift?.driftCents ?? 0), 0)
  const leftCents = () => billed().reduce((sum, { drift }) => sum + (drift?.leftCents ?? 0), 0)
  return (
    <Panel
      title="Who says what"
      sub="our ledger is the truth for every page; the others are witnesses"
      end={
        <span class="row">
          <Show when={props.mayAsk && hasGateway()}>
            <button
              class="link-button"
              type="button"
              disabled={isAsking()}
              title="Takes a second or two; the gateway may ask its providers for limits"
              onClick={() => void askGateways()}
            >
              {isAsking() ? 'The gateway counts…' : 'Ask the gateway'}
            </button>
          </Show>
          read {clock(props.data.at, props.data.timezone)}
        </span>
      }
      class="witnesses"
    >
      <ProblemNote text={problem()} />
      <Show
        when={lines().length > 0}
        fallback={<p class="empty">No costs are known of this month, and nothing to compare them with.</p>}
      >
        <table>
          <thead>
            <tr>
              <th>Runtime</th>
              <th class="right">Ledger</th>
              <th class="right">Runtime itself</th>
              <th class="right">OTLP</th>
              <th class="c-payee">Provider</th>
              <th class="right">Bill or console</th>
              <th class="c-why">What explains the difference</th>
            </tr>
          </thead>
          <tbody>
            <For each={lines()}>
              {(line) => (
                <tr data-joined={line.span === 0 ? '' : undefined}>
                  <td class="name strong">{line.runtime ? runtimeName(line.runtime.runtime) : ''}</td>
                  <td class="right strong">
                    {line.runtime
                      ? `${line.runtime.unpricedTokens > 0 ? '≥' : ''}${dollars(line.runtime.ledgerCents)}`
                      : '–'}
                  </td>
                  <td class="right">{line.runtime ? <OwnFigure row={line.runtime} /> : '–'}</td>
                  <td class="right">
                    <Figure statement={line.runtime?.statements.find(({ witness }) => witness === 'otlp')} />
                  </td>
                  <Show when={line.span > 0}>
                    <td class="c-payee" rowspan={line.span}>
                      {line.payee ? payeeLabel(line.payee.payee) : '–'}
                    </td>
                    <td class="right c-bill" rowspan={line.span}>
                      <BillFigure row={line.payee} />
                    </td>
                  </Show>
                  <td class="c-why" title={whyOf(line, now(), props.data.timezone)}>
                    {whyOf(line, now(), props.data.timezone)}
                  </td>
                </tr>
              )}
            </For>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum</th>
              <td class="right strong">
                {props.data.unpricedTokens > 0 ? '≥' : ''}
                {dollars(props.data.ledgerCents)}
              </td>
              <td />
              <td />
              <td />
              <td class="right strong">
                <Show when={billed().length > 0} fallback="–">
                  {dollars(billedCents())} <span class="difference">{signedBare(driftCents())}</span>
                </Show>
              </td>
              <td class="c-why">
                <Show when={billed().length > 0}>
                  {signed(driftCents() - leftCents())} explained, {signed(leftCents())} left over; {billed().length} of{' '}
                  {props.data.payees.filter(isSpokenOf).length} providers {billed().length === 1 ? 'has' : 'have'} a
                  bill
                </Show>
              </td>
            </tr>
          </tfoot>
        </table>
      </Show>
    </Panel>
  )
}

function whyOf({ runtime, payee }: Line, at: number, timezone: string): string {
  const age = (said: number) => ago(said, at, timezone)
  const unpriced =
    payee && !runtime && payee.unpricedTokens > 0 ? `${tokens(payee.unpricedTokens)} tokens without a price` : ''
  return runtime ? explanationOf(runtime, age) : unpriced || 'part of the runtimes above'
}

/** What a runtime says of itself in money; else how much of its subscription is used. */
function OwnFigure(props: { row: RuntimeRow }) {
  const own = () => props.row.statements.find(({ witness }) => witness !== 'otlp')
  return (
    <Show when={own()} fallback={<Limit limit={props.row.limit} />}>
      {(statement) => <Figure statement={statement()} />}
    </Show>
  )
}

const Limit = (props: { limit: RuntimeRow['limit'] }) => (
  <Show when={props.limit} fallback="–">
    {(limit) => (
      <>
        {percent(limit().usedPercent)} of {limit().name}
      </>
    )}
  </Show>
)

const Figure = (props: { statement: Statement | undefined }) => (
  <Show when={props.statement} fallback="–">
    {(statement) => (
      <span title={`as the ${witnessName(statement().witness)} says`}>
        {dollars(statement().statedCents)} <span class="difference">{signedBare(comparedCents(statement()))}</span>
      </span>
    )}
  </Show>
)

function BillFigure(props: { row: PayeeRow | null }) {
  const title = () => {
    const { bill, afterBillCents } = props.row ?? {}
    const since = afterBillCents ? `compared until it was typed in; ${dollars(afterBillCents)} was spent since` : ''
    return [bill?.note, since].filter(Boolean).join('; ') || undefined
  }
  return (
    <Show when={props.row?.drift} fallback="–">
      {(drift) => (
        <span title={title()}>
          {dollars(drift().statedCents)} <span class="difference">{signedBare(drift().driftCents)}</span>
        </span>
      )}
    </Show>
  )
}
