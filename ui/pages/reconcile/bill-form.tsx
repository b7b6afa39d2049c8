import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js'
import type { BillDraft } from '../../../src/reconcile/bill.ts'
import { checkedBill } from '../../../src/reconcile/bill.ts'
import { dollars, signed } from '../../../src/reconcile/drift-words.ts'
import { payeeLabel, usualPayees } from '../../../src/reconcile/payee.ts'
import type { Reconciliation } from '../../../src/reconcile/reconciliation.ts'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { monthName, monthOfYear } from './month-words.ts'

const currencies = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'CNY', 'INR', 'CAD', 'AUD', 'BRL', 'SEK', 'PLN']

/** A bill is typed in, changed and removed; nothing of it leaves the machine. */
export function BillForm(props: { data: Reconciliation; mayEnter: boolean; onChange: () => Promise<void> }) {
  const payees = createMemo(() => [
    ...new Set([...props.data.payees.flatMap(({ payee }) => (payee === '' ? [] : payee)), ...usualPayees]),
  ])
  const [payee, setPayee] = createSignal<string>()
  const [month, setMonth] = createSignal<string>()
  const [amount, setAmount] = createSignal('')
  const [currency, setCurrency] = createSignal('USD')
  const [rate, setRate] = createSignal('')
  const [note, setNote] = createSignal('')
  const { problem, attempt } = createAttempt(props.onChange)
  const rateHint = createUniqueId()

  const draft = (): BillDraft => ({
    provider: payee() ?? payees()[0] ?? '',
    month: month() ?? props.data.month,
    amount: amount(),
    currency: currency(),
    ...(currency() !== 'USD' && { rate: rate() }),
    ...(note() !== '' && { note: note() }),
  })
  /** What is typed in dollars, beside our ledger of the month that is shown; else what is still missing. */
  const preview = createMemo(() => {
    if (amount().trim() === '') return 'The amount before tax, as the bill or the console has it.'
    try {
      const { usdCents, provider, month } = checkedBill(draft(), props.data.months[0] ?? props.data.month)
      const inDollars = currency() === 'USD' ? dollars(usdCents) : `${dollars(usdCents)} at ${rate()}`
      if (month !== props.data.month) return `${inDollars}.`
      const ledger = props.data.payees.find((row) => row.payee === provider)?.ledgerCents ?? 0
      return `${inDollars}. Our ${monthName(month)}: ${dollars(ledger)}, so ${signed(usdCents - ledger)}.`
    } catch (error) {
      return (error as Error).message
    }
  })

  const enter = () =>
    attempt(async () => {
      const { provider, month } = draft()
      const { change } = await ask(api.reconcile.bills.post(draft()))
      setAmount('')
      setNote('')
      toast({ text: `The bill of ${payeeLabel(provider)} for ${monthName(month)} is kept.`, undo: () => undo(change) })
    })
  const remove = (provider: string, month: string) =>
    attempt(async () => {
      const { change } = await ask(api.reconcile.bills({ provider })({ month }).delete())
      toast({ text: `The bill of ${payeeLabel(provider)} is removed.`, undo: () => undo(change) })
    })
  const undo = (change: number) => void attempt(() => ask(api.reconcile.bills.undo.post({ change })))

  return (
    <Panel title="Enter a bill" sub="nothing is sent anywhere" class="bill-form">
      <div class="body">
        <Show when={props.mayEnter} fallback={<p class="quiet">An operator can enter what a provider billed.</p>}>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              void enter()
            }}
          >
            <div class="pair">
              <label>
                <span class="label">Provider</span>
                <select class="field" onChange={(event) => setPayee(event.currentTarget.value)}>
                  <For each={payees()}>
                    {(name) => (
                      <option value={name} selected={name === draft().provider}>
                        {payeeLabel(name)}
                      </option>
                    )}
                  </For>
                </select>
              </label>
              <label>
                <span class="label">Month</span>
                <select class="field" onChange={(event) => setMonth(event.currentTarget.value)}>
                  <For each={props.data.months}>
                    {(name) => (
                      <option value={name} selected={name === draft().month}>
                        {monthOfYear(name)}
                      </option>
                    )}
                  </For>
                </select>
              </label>
            </div>
            <div class="pair">
              <label>
                <span class="label">Amount before tax</span>
                <input
                  class="field"
                  inputmode="decimal"
                  autocomplete="off"
                  maxlength="60"
                  value={amount()}
                  onInput={(event) => setAmount(event.currentTarget.value)}
                />
              </label>
              <label>
                <span class="label">Currency</span>
                <select class="field" onChange={(event) => setCurrency(event.currentTarget.value)}>
                  <For each={currencies}>
                    {(name) => (
                      <option value={name} selected={name === currency()}>
                        {name}
                      </option>
                    )}
                  </For>
                </select>
              </label>
            </div>
            <div class="pair">
              <Show when={currency() !== 'USD'}>
                <label>
                  <span class="label">Dollars for one {currency()}</span>
                  <input
                    class="field"
                    inputmode="decimal"
                    autocomplete="off"
                    maxlength="20"
                    placeholder="1.0843"
                    value={rate()}
                    onInput={(event) => setRate(event.currentTarget.value)}
                  />
                </label>
              </Show>
              <label class="grows">
                <span class="label">Note</span>
                <input
                  class="field"
                  autocomplete="off"
                  maxlength="200"
                  placeholder="invoice number"
                  value={note()}
                  onInput={(event) => setNote(event.currentTarget.value)}
                />
              </label>
            </div>
            <p class="quiet" id={rateHint} aria-live="polite">
              {preview()}
            </p>
            <ProblemNote text={problem()} />
            <button
              class="button"
              data-kind="primary"
              type="submit"
              disabled={amount().trim() === ''}
              aria-describedby={rateHint}
            >
              Keep this figure
            </button>
          </form>
        </Show>
        <ul class="kept-bills">
          <For each={props.data.payees.flatMap(({ bill }) => bill ?? [])}>
            {(bill) => (
              <li>
                <span class="cut" title={bill.note || undefined}>
                  {payeeLabel(bill.provider)}
                  <span class="quiet">
                    {' '}
                    {bill.currency === 'USD' ? '' : `${bill.amount} ${bill.currency} `}by {bill.by}
                  </span>
                </span>
                <b>{dollars(bill.usdCents)}</b>
                <Show when={props.mayEnter}>
                  <button
                    class="link-button"
                    type="button"
                    aria-label={`Remove the bill of ${payeeLabel(bill.provider)}`}
                    onClick={() => void remove(bill.provider, bill.month)}
                  >
                    Remove
                  </button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </div>
    </Panel>
  )
}
