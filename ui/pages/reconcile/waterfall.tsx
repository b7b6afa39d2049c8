import { createMemo, For, Show } from 'solid-js'
import type { Drift, Part } from '../../../src/reconcile/drift.ts'
import { dollars, partWords, signed } from '../../../src/reconcile/drift-words.ts'

/** A step of the way from one sum to the other. Levels are in cents. */
type Step = {
  kind: 'sum' | 'part' | 'left'
  label: string
  remark: string
  amount: string
  from: number
  to: number
}

const maxParts = 6

/** The steps from our ledger to what others state: what adds first, then what is left over, then what takes away. */
export function stepsOf(drift: Drift, theirs: string): Step[] {
  let level = drift.ledgerCents
  const step = (kind: Step['kind'], label: string, remark: string, cents: number): Step => {
    const from = level
    level += cents
    return { kind, label, remark, amount: signed(cents), from, to: level }
  }
  const parts = withoutSmallest(drift.parts)
  const ofPart = (part: Part) => step('part', partWords[part.kind].short, partWords[part.kind].remark(part), part.cents)
  const others = drift.parts.slice(parts.length)
  const otherCents = others.reduce((sum, { cents }) => sum + cents, 0)
  return [
    {
      kind: 'sum',
      label: 'Our ledger',
      remark: '',
      amount: dollars(drift.ledgerCents),
      from: 0,
      to: drift.ledgerCents,
    },
    ...parts.filter(({ cents }) => cents > 0).map(ofPart),
    ...(otherCents === 0 ? [] : [step('part', 'others', `${others.length} reasons`, otherCents)]),
    ...(drift.leftCents === 0 ? [] : [step('left', 'left over', 'no reason found', drift.leftCents)]),
    ...parts.filter(({ cents }) => cents < 0).map(ofPart),
    { kind: 'sum', label: theirs, remark: '', amount: dollars(drift.statedCents), from: 0, to: drift.statedCents },
  ]
}

const withoutSmallest = (parts: readonly Part[]) => (parts.length > maxParts ? parts.slice(0, maxParts - 1) : parts)

/** Where the axis begins, in cents: at zero, unless the steps would then be too small to be seen. */
export function axisStart(steps: readonly Step[]): number {
  const levels = steps.flatMap(({ from, to, kind }) => (kind === 'sum' ? [to] : [from, to]))
  const [low, high] = [Math.min(...levels), Math.max(...levels)]
  const span = Math.max(high - low, 1)
  return low > 3 * span ? low - Math.ceil(span * 0.18) : Math.min(0, low)
}

/** The way from our ledger to what others state, as bars that stand on each other. */
export function Waterfall(props: { drift: Drift; theirs: string }) {
  const steps = createMemo(() => stepsOf(props.drift, props.theirs))
  const start = createMemo(() => axisStart(steps()))
  const top = createMemo(() => Math.max(...steps().flatMap(({ from, to }) => [from, to]), start() + 1))
  const place = (cents: number) => ((Math.max(cents, start()) - start()) / (top() - start())) * 100
  return (
    <ol class="waterfall" style={{ '--steps': steps().length }}>
      <For each={steps()}>
        {(step, index) => {
          const low = () => place(step.kind === 'sum' ? start() : Math.min(step.from, step.to))
          const high = () => place(Math.max(step.from, step.to))
          return (
            <li data-kind={step.kind} data-last={index() === steps().length - 1 ? '' : undefined}>
              <span class="plot">
                <span class="step-amount" style={{ bottom: `${high()}%` }}>
                  {step.amount}
                </span>
                <span
                  class="step-bar"
                  aria-hidden="true"
                  data-broken={step.kind === 'sum' && start() > 0 ? '' : undefined}
                  style={{ bottom: `${low()}%`, height: `${high() - low()}%` }}
                />
                <Show when={index() < steps().length - 1}>
                  <span class="step-line" aria-hidden="true" style={{ bottom: `${place(step.to)}%` }} />
                </Show>
              </span>
              <span class="step-label">{step.label}</span>
              <span class="step-remark">{step.remark}</span>
            </li>
          )
        }}
      </For>
    </ol>
  )
}
