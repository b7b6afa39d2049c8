import { createMemo, createSignal, For, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import type { LogHistogram } from '../../../src/logs/log-line.ts'
import { ticksOf } from '../../charts/time-ticks.ts'
import { spanWords } from '../../components/time-words.ts'
import { barPaths, barsOf, stepsOf, totalOf } from './bars.ts'
import { brushed, endOf, nudged, type Span, shareOf, stepAt } from './span.ts'

/** A shorter drag is a press. */
const leastDragPx = 4

/**
 * How many lines there are over time, by how serious they are. Dragging over it chooses a span, a press elsewhere or
 * Escape gives it up; arrow keys move the span, with Shift they change its length.
 */
export function LineChart(props: {
  histogram: LogHistogram | undefined
  span: Span | undefined
  timezone: string
  label: string
  /** The open line. */
  at: number | undefined
  /** Whether its right edge is now. */
  endsNow: boolean
  isLow?: boolean
  onSpan(span: Span | undefined): void
}) {
  const [drag, setDrag] = createSignal<{ begin: number; end: number; x: number; pointer: number }>()
  const [pointed, setPointed] = createSignal<number>()
  const bars = createMemo(() => (props.histogram ? barsOf(props.histogram) : []))
  const steps = createMemo(() => (props.histogram ? stepsOf(props.histogram) : { since: 0, stepMs: 1, count: 1 }))
  const paths = createMemo(() => barPaths(bars()))
  const shown = () => {
    const dragged = drag()
    return dragged && dragged.begin !== dragged.end ? brushed(steps(), dragged.begin, dragged.end) : props.span
  }
  const ticks = createMemo(() => {
    if (!props.histogram) return []
    const all = ticksOf({ from: steps().since, to: endOf(steps()) }, props.timezone)
    // What would stand over an edge, or over the word at the end, is left out.
    return all.filter(({ at }) => shareOf(steps(), at) > 0.025 && shareOf(steps(), at) < (props.endsNow ? 0.94 : 0.975))
  })
  const said = () => {
    const step = pointed()
    const bar = step === undefined ? undefined : bars()[step]
    if (step === undefined || !bar) return ''
    const from = steps().since + step * steps().stepMs
    const errors = bar.error > 0 ? `, ${whole(bar.error)} ${bar.error === 1 ? 'error' : 'errors'}` : ''
    const warnings = bar.warn > 0 ? `, ${whole(bar.warn)} ${bar.warn === 1 ? 'warning' : 'warnings'}` : ''
    const total = totalOf(bar)
    return `${spanWords({ from, to: from + steps().stepMs }, props.timezone)}: ${whole(total)} ${total === 1 ? 'line' : 'lines'}${errors}${warnings}`
  }

  const shareUnder = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return (event.clientX - left) / Math.max(1, width)
  }

  return (
    <div class="line-chart" data-low={props.isLow ? '' : undefined}>
      {/* biome-ignore lint/a11y/useSemanticElements: there is no element for a chart that takes keys */}
      <div
        class="line-bars"
        role="group"
        tabindex={0}
        aria-label={`${props.label}. Arrow keys choose a span and move it, with Shift they change its length.`}
        onPointerDown={(event) => {
          if (event.button !== 0 || !props.histogram) return
          event.currentTarget.setPointerCapture(event.pointerId)
          const share = shareUnder(event)
          setDrag({ begin: share, end: share, x: event.clientX, pointer: event.pointerId })
        }}
        onPointerMove={(event) => {
          const share = shareUnder(event)
          setPointed(stepAt(steps(), share))
          const dragged = drag()
          if (dragged && Math.abs(event.clientX - dragged.x) >= leastDragPx) setDrag({ ...dragged, end: share })
        }}
        onPointerUp={() => {
          const dragged = drag()
          setDrag(undefined)
          if (!dragged) return
          if (dragged.begin !== dragged.end) props.onSpan(brushed(steps(), dragged.begin, dragged.end))
          else if (props.span) props.onSpan(undefined)
        }}
        onPointerCancel={() => setDrag(undefined)}
        onPointerLeave={() => setPointed(undefined)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && props.span) props.onSpan(undefined)
          else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
            props.onSpan(nudged(steps(), props.span, event.key === 'ArrowLeft' ? -1 : 1, event.shiftKey))
          else return
          event.preventDefault()
        }}
      >
        <svg viewBox={`0 0 ${steps().count} 1`} preserveAspectRatio="none" aria-hidden="true">
          <path class="bar-rest" d={paths().rest} />
          <path class="bar-warn" d={paths().warn} />
          <path class="bar-error" d={paths().error} />
        </svg>
        <Show when={props.histogram && shown()}>
          {(span) => (
            <span
              class="line-span"
              style={{
                left: `${shareOf(steps(), span().from) * 100}%`,
                right: `${(1 - shareOf(steps(), span().to)) * 100}%`,
              }}
            />
          )}
        </Show>
        <Show when={props.at !== undefined && props.at >= steps().since && props.at <= endOf(steps()) && props.at}>
          {(at) => <span class="line-place" style={{ left: `${shareOf(steps(), at()) * 100}%` }} />}
        </Show>
        <span class="line-said" aria-hidden="true">
          {said()}
        </span>
      </div>
      <div class="line-axis" aria-hidden="true">
        <For each={ticks()}>
          {(tick) => <span style={{ left: `${shareOf(steps(), tick.at) * 100}%` }}>{tick.label}</span>}
        </For>
        <Show when={props.endsNow}>
          <span class="line-now">now</span>
        </Show>
      </div>
    </div>
  )
}
