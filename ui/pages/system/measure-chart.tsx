import Ellipsis from 'lucide-solid/icons/ellipsis'
import { createMemo, createSignal, createUniqueId, For, Show, Suspense } from 'solid-js'
import type { MeasuresOverTime } from '../../../src/health/measure-messages.ts'
import type { Plot, Series, Values } from '../../charts/chart-model.ts'
import { ticksOf } from '../../charts/time-ticks.ts'
import { Menu } from '../../components/menu.tsx'
import { shortDay, toTheSecond } from '../../components/time-words.ts'
import { lazyPart } from '../../data/load-part.ts'
import type { ChartSpec } from './charts.ts'
import { drawBand, drawGaps } from './draw-ground.ts'
import { MeasureTable } from './measure-table.tsx'
import { axisUnit, axisWords, changeWords, valueWords } from './measure-words.ts'
import { gapsOf, shifted, stepAt, sumOf } from './series.ts'
import { brushed, type Span } from './span.ts'

const Chart = lazyPart(async () => ({ default: (await import('../../charts/chart.tsx')).Chart }))

/** A shorter drag is a press. */
const leastDragPx = 5
const longDay = 36 * 3_600_000

/** What all charts of the page share. */
export type Shared = {
  span: Span
  now: number
  timezone: string
  data: MeasuresOverTime | undefined
  before: MeasuresOverTime | undefined
  /** How long before, and in which words. */
  compare: { ms: number; before: string } | undefined
  p95: boolean
  /** Whether the range ends now. */
  isLive: boolean
  /** The moment one points at, on whichever chart. */
  cursor: number | undefined
  onCursor(at: number | undefined): void
  onSpan(span: Span): void
  onPan(share: number): void
  onZoom(times: number, about?: number): void
  onReset(): void
}

/**
 * One chart of measures over time. Dragging chooses a closer span, with Shift it moves; a double click goes back to the
 * range; arrows move, + and − zoom, 0 goes back. What one points at is read out below every chart of the page.
 */
export function MeasureChart(props: {
  spec: ChartSpec
  shared: Shared
  /** The value just now; undefined where it is not known from the latest reading. */
  latest: number | null | undefined
  asTable: boolean
  isAlone: boolean
  onAsTable(on: boolean): void
  onAlone(on: boolean): void
  onCopyLink(): void
}) {
  const title = createUniqueId()
  const [plot, setPlot] = createSignal<{ left: number; top: number; width: number; height: number }>()
  const [drag, setDrag] = createSignal<{ begin: number; end: number; x: number; pans: boolean }>()
  const unit = () => props.spec.unit
  const seriesOf = (data: MeasuresOverTime | undefined, id: string) => data?.measures.find((one) => one.id === id)
  const main = createMemo(() => seriesOf(props.shared.data, props.spec.lines[0]!.id))
  const isOne = () => props.spec.lines.length === 1
  const xs = createMemo(() => props.shared.data?.at ?? [])
  const sum = createMemo(() => {
    const series = main()
    return series && sumOf(series)
  })
  const isKnown = createMemo(() =>
    props.spec.lines.some(({ id }) => seriesOf(props.shared.data, id)?.mean.some((value) => value !== null)),
  )
  const compared = createMemo(() => {
    const { before, compare } = props.shared
    const series = isOne() ? seriesOf(before, props.spec.lines[0]!.id) : undefined
    if (!before || !compare || !series) return undefined
    return { values: shifted(xs(), compare.ms, before, series.mean), mean: sumOf(series).mean }
  })
  const highest = createMemo(() =>
    Math.max(
      0,
      ...props.spec.lines.map(
        ({ id }) => sumOf(seriesOf(props.shared.data, id) ?? nothing)[isOne() ? 'most' : 'mean'] ?? 0,
      ),
      ...(compared()?.values.map((value) => value ?? 0) ?? []),
    ),
  )
  const axis = createMemo(() => axisUnit(unit(), highest()))
  const scaled = (values: Values): Values => {
    const { size } = axis()
    return size === 1 ? values : values.map((value) => (value === null ? null : value / size))
  }
  const drawn = createMemo((): Series[] => {
    const { data } = props.shared
    const lines = props.spec.lines.map(
      ({ id, ink }): Series => ({ kind: 'line', ink, values: scaled(seriesOf(data, id)?.mean ?? []) }),
    )
    const p95 = props.shared.p95 && isOne() ? main()?.p95 : undefined
    const then = compared()
    return [
      ...(then ? [{ kind: 'line', ink: 'series-1', values: scaled(then.values), dashed: true } as const] : []),
      ...(p95 ? [{ kind: 'line', ink: 'text-3', values: scaled(p95), dotted: true } as const] : []),
      ...lines,
    ]
  })

  function draw(where: 'below' | 'above', on: Plot) {
    if (where === 'above') return
    const { left, top, width, height } = on.box
    const css = {
      left: left / devicePixelRatio,
      top: top / devicePixelRatio,
      width: width / devicePixelRatio,
      height: height / devicePixelRatio,
    }
    const known = plot()
    // A drawing is no place to change what is drawn.
    if (!known || Object.entries(css).some(([name, value]) => known[name as keyof typeof css] !== value))
      queueMicrotask(() => setPlot(css))
    const series = main()
    const { data } = props.shared
    if (!series || !data) return
    const step = { xs: xs(), stepMs: data.stepMs }
    drawGaps(on, step, gapsOf(series.mean))
    if (isOne()) drawBand(on, step, scaled(series.min), scaled(series.max))
  }

  const shareOf = (at: number) => (at - props.shared.span.from) / (props.shared.span.to - props.shared.span.from)
  const shareUnder = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return (event.clientX - left) / Math.max(1, width)
  }
  const momentAt = (share: number) => props.shared.span.from + share * (props.shared.span.to - props.shared.span.from)
  const pointed = createMemo(() => {
    const { cursor, data } = props.shared
    const step = cursor === undefined || !data ? undefined : stepAt(data, cursor)
    return step === undefined ? undefined : { step, at: xs()[step]! }
  })
  const when = (at: number) => {
    const { span, timezone } = props.shared
    const clock = toTheSecond(at, timezone)
    const time = (props.shared.data?.stepMs ?? 0) < 60_000 ? clock : clock.slice(0, 5)
    return span.to - span.from > longDay ? `${shortDay(at, timezone)} ${time}` : time
  }
  const headline = () => {
    if (props.shared.isLive && props.latest !== undefined) return props.latest
    return props.shared.isLive ? (main()?.mean.findLast((value) => value !== null) ?? null) : (sum()?.mean ?? null)
  }
  const delta = () => {
    const then = compared()
    return then ? changeWords(sum()?.mean ?? null, then.mean, unit()) : null
  }
  const sentence = () => {
    const all = sum()
    if (!isKnown() || !all) return `${props.spec.title}: nothing was read in this range`
    const then = compared()
    const lines = isOne()
      ? [
          `on average ${valueWords(all.mean, unit())}`,
          `from ${valueWords(all.least, unit())} to ${valueWords(all.most, unit())}`,
          then && then.mean !== null && `${props.shared.compare!.before} ${valueWords(then.mean, unit())}`,
        ]
      : props.spec.lines.map(
          ({ id, name }) => `${name} ${valueWords(sumOf(seriesOf(props.shared.data, id) ?? nothing).mean, unit())}`,
        )
    return `${props.spec.title}${props.spec.about ? `, ${props.spec.about}` : ''}: ${lines.filter(Boolean).join(', ')}`
  }

  function onKey(event: KeyboardEvent) {
    const { shared } = props
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const by = event.key === 'ArrowLeft' ? -1 : 1
      if (event.shiftKey) {
        const from = pointed()?.step ?? (by < 0 ? xs().length : -1)
        shared.onCursor(xs()[Math.min(xs().length - 1, Math.max(0, from + by))])
      } else shared.onPan(by / 4)
    } else if (event.key === '+' || event.key === '=') shared.onZoom(1 / 2, shared.cursor)
    else if (event.key === '-' || event.key === '_') shared.onZoom(2, shared.cursor)
    else if (event.key === '0') shared.onReset()
    else if (event.key === 'Escape' && drag()) setDrag(undefined)
    else return
    event.preventDefault()
  }

  return (
    <section
      class="panel measure"
      aria-labelledby={title}
      data-chart={props.spec.id}
      data-alone={props.isAlone ? '' : undefined}
    >
      <header>
        <h2 id={title}>{props.spec.title}</h2>
        <span class="label cut">
          <Show when={isOne()} fallback={<Legend spec={props.spec} />}>
            {[props.spec.about, axis().name && `in ${axis().name}`].filter(Boolean).join(', ')}
          </Show>
        </span>
        <span class="end">
          <Show when={delta()}>{(words) => <span class="label">{words()}</span>}</Show>
          <Show when={isOne()}>
            <b class="measure-now" title={props.shared.isLive ? 'Now' : 'On average'}>
              {valueWords(headline(), unit())}
            </b>
          </Show>
          <Menu
            label={`More about ${props.spec.title}`}
            items={[
              { name: props.asTable ? 'Show as chart' : 'Show as table', run: () => props.onAsTable(!props.asTable) },
              {
                name: props.isAlone ? 'Show all charts' : 'Show this chart alone',
                run: () => props.onAlone(!props.isAlone),
              },
              { name: 'Copy a link to it', run: props.onCopyLink },
            ]}
          >
            <Ellipsis size={16} aria-hidden="true" />
          </Menu>
        </span>
      </header>
      <Show
        when={!props.asTable}
        fallback={
          <MeasureTable
            spec={props.spec}
            data={props.shared.data}
            compared={compared()?.values}
            timezone={props.shared.timezone}
          />
        }
      >
        <div class="measure-plot">
          <Suspense>
            <Chart
              xs={xs()}
              span={[props.shared.span.from, props.shared.span.to]}
              series={drawn()}
              limit={props.spec.limit}
              reach={Math.max(props.spec.reach ?? 0, highest() / axis().size)}
              sentence={sentence()}
              axisLabels={(steps) => axisWords(steps, unit())}
              labels={(most) =>
                ticksOf(props.shared.span, props.shared.timezone, Math.max(2, Math.floor(most * 0.8))).map(
                  ({ at, label }) => ({
                    x: at,
                    text: label,
                  }),
                )
              }
              draw={draw}
              onPoint={() => {}}
            />
          </Suspense>
          <Show when={plot()}>
            {(box) => (
              // biome-ignore lint/a11y/useSemanticElements: there is no element for a chart that takes keys
              <div
                class="measure-over"
                role="group"
                tabindex={0}
                aria-label={`${props.spec.title} over time. Arrow keys move, plus and minus zoom, 0 goes back, Shift with arrow keys reads values out.`}
                style={{
                  left: `${box().left}px`,
                  top: `${box().top}px`,
                  width: `${box().width}px`,
                  height: `${box().height}px`,
                }}
                data-pans={drag()?.pans ? '' : undefined}
                onPointerDown={(event) => {
                  if (event.button !== 0 || event.pointerType === 'touch') return
                  event.currentTarget.setPointerCapture(event.pointerId)
                  const share = shareUnder(event)
                  setDrag({ begin: share, end: share, x: event.clientX, pans: event.shiftKey })
                }}
                onPointerMove={(event) => {
                  const share = shareUnder(event)
                  const dragged = drag()
                  if (dragged?.pans) {
                    props.shared.onPan(dragged.end - share)
                    setDrag({ ...dragged, end: share })
                  } else {
                    props.shared.onCursor(momentAt(Math.min(1, Math.max(0, share))))
                    if (dragged && Math.abs(event.clientX - dragged.x) >= leastDragPx)
                      setDrag({ ...dragged, end: share })
                  }
                }}
                onPointerUp={() => {
                  const dragged = drag()
                  setDrag(undefined)
                  if (!dragged || dragged.pans || dragged.begin === dragged.end) return
                  const span = brushed(props.shared.span, dragged.begin, dragged.end, props.shared.now)
                  if (span) props.shared.onSpan(span)
                }}
                onPointerCancel={() => setDrag(undefined)}
                onPointerLeave={() => !drag() && props.shared.onCursor(undefined)}
                onDblClick={() => props.shared.onReset()}
                onBlur={() => props.shared.onCursor(undefined)}
                onWheel={(event) => {
                  if (Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return
                  event.preventDefault()
                  props.shared.onPan(event.deltaX / box().width)
                }}
                onKeyDown={onKey}
              >
                <Show when={pointed()}>
                  {(point) => <i class="measure-hair" style={{ left: `${shareOf(point().at) * 100}%` }} />}
                </Show>
                <Show when={!drag()?.pans && drag()}>
                  {(dragged) => (
                    <i
                      class="measure-brush"
                      style={{
                        left: `${Math.max(0, Math.min(dragged().begin, dragged().end)) * 100}%`,
                        right: `${(1 - Math.min(1, Math.max(dragged().begin, dragged().end))) * 100}%`,
                      }}
                    />
                  )}
                </Show>
              </div>
            )}
          </Show>
          <Show when={props.shared.data && !isKnown()}>
            <p class="measure-empty">Nothing was read in this range</p>
          </Show>
        </div>
        <Readout
          spec={props.spec}
          shared={props.shared}
          point={pointed()}
          when={when}
          sum={sum()}
          compared={compared()}
        />
      </Show>
    </section>
  )
}

const nothing = { min: [], mean: [], max: [] }

/** The names of the lines of a chart that has several. */
function Legend(props: { spec: ChartSpec }) {
  return (
    <span class="measure-legend">
      <For each={props.spec.lines}>
        {({ name, ink }) => (
          <span>
            <i style={{ background: `var(--${ink})` }} /> {name}
          </span>
        )}
      </For>
    </span>
  )
}

/** The values one points at, or what the whole range comes to. It always has one line, so that nothing moves. */
function Readout(props: {
  spec: ChartSpec
  shared: Shared
  point: { step: number; at: number } | undefined
  when(at: number): string
  sum: ReturnType<typeof sumOf> | undefined
  compared: { values: Values; mean: number | null } | undefined
}) {
  const unit = () => props.spec.unit
  const line = (id: string) => props.shared.data?.measures.find((one) => one.id === id)
  const one = () => (props.spec.lines.length === 1 ? line(props.spec.lines[0]!.id) : undefined)
  return (
    <footer class="measure-foot">
      <Show
        when={one()}
        fallback={
          <For each={props.spec.lines}>
            {({ id, name }) => (
              <span>
                <b>
                  {valueWords(props.point ? line(id)?.mean[props.point.step] : sumOf(line(id) ?? nothing).mean, unit())}
                </b>{' '}
                {name}
              </span>
            )}
          </For>
        }
      >
        {(series) => (
          <>
            <span>
              <b>{valueWords(props.point ? series().mean[props.point.step] : props.sum?.mean, unit())}</b>{' '}
              {props.point ? props.when(props.point.at) : 'on average'}
            </span>
            <Show when={props.compared}>
              {(compared) => (
                <span class="measure-before">
                  <b>{valueWords(props.point ? compared().values[props.point.step] : compared().mean, unit())}</b>{' '}
                  {props.shared.compare?.before}
                </span>
              )}
            </Show>
            <span class="measure-rest">
              <Show
                when={props.point}
                fallback={`lowest ${valueWords(props.sum?.least, unit())}, highest ${valueWords(props.sum?.most, unit())}`}
              >
                {(point) =>
                  series().mean[point().step] === null
                    ? 'nothing was read'
                    : `${valueWords(series().min[point().step], unit())} to ${valueWords(series().max[point().step], unit())}, p95 ${valueWords(series().p95[point().step], unit())}`
                }
              </Show>
            </span>
          </>
        )}
      </Show>
      <Show when={!one() && props.point}>{(point) => <span class="measure-rest">{props.when(point().at)}</span>}</Show>
    </footer>
  )
}
