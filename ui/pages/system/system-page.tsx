import { useSearchParams } from '@solidjs/router'
import { createMemo, createSignal, For, Match, onCleanup, Show, Switch } from 'solid-js'
import { duration } from '../../../src/lib/format.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { toast } from '../../components/toasts.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { isUnavailable } from '../../data/problem.ts'
import { copyText } from '../../platform/clipboard.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { now } from '../../platform/now.ts'
import { type Address, addressOf, paramsOf } from './address.ts'
import { ChangePanel } from './change-panel.tsx'
import type { ChartSpec } from './charts.ts'
import { createSystem } from './create-system.ts'
import { DiskPanel } from './disk-panel.tsx'
import { GatewayPanel } from './gateway-panel.tsx'
import { GaugeStrip } from './gauge-strip.tsx'
import { KeptPanel } from './kept-panel.tsx'
import { MeasureChart, type Shared } from './measure-chart.tsx'
import { ProcessPanel } from './process-panel.tsx'
import { clamped, panned, type Span, zoomed } from './span.ts'
import { SystemBar } from './system-bar.tsx'

/** An axis that was not moved for so long is at rest. */
const restMs = 250

/** Is the machine the bottleneck, and has it changed? The address says which time is shown, and which charts. */
export default function SystemPage() {
  const { overview } = useOverview()
  const [params, setParams] = useSearchParams()
  const address = createMemo(() => addressOf(params))
  const reading = () => overview()?.health.reading ?? null
  const [moving, setMoving] = createSignal<Span>()
  const system = createSystem(address, reading, moving)
  const timezone = () => overview()?.timezone || 'UTC'
  const go = (change: Partial<Address>, replace = false) =>
    setParams(paramsOf({ ...address(), ...change }), { replace, scroll: false })
  const [cursor, setCursor] = createSignal<number>()

  let resting: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(resting))
  /** Moves the axes at once, and the address once they are at rest. */
  function move(span: Span) {
    setMoving(span)
    clearTimeout(resting)
    resting = setTimeout(() => {
      go({ span }, true)
      setMoving(undefined)
    }, restMs)
  }
  const zoom = (times: number, about?: number) => move(zoomed(system.span(), times, Date.now(), about))
  const pan = (share: number) => move(panned(system.span(), share, Date.now()))
  function reset() {
    clearTimeout(resting)
    setMoving(undefined)
    if (address().span) go({ span: undefined })
  }

  async function copyLink(chart?: string) {
    // A range that ends now would show another time to whoever opens it later.
    const held = { ...address(), span: address().span ?? clamped(system.span(), Date.now()) }
    const shown = chart === undefined ? held : { ...held, show: [chart] }
    const all = Object.entries(paramsOf(shown)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
    const isCopied = await copyText(`${location.origin}/system?${new URLSearchParams(all)}`)
    toast({ text: isCopied ? 'The link shows exactly this time' : 'The link could not be copied' })
  }

  const onPage = (target: EventTarget | null) => target === document.body
  bindKeys([
    { keys: 'ArrowLeft', words: 'Earlier', group: 'This page', isFor: onPage, run: () => pan(-1 / 4) },
    { keys: 'ArrowRight', words: 'Later', group: 'This page', isFor: onPage, run: () => pan(1 / 4) },
    { keys: '+', words: 'Closer', group: 'This page', run: () => zoom(1 / 2) },
    { keys: '-', words: 'Farther', group: 'This page', run: () => zoom(2) },
    { keys: '0', words: 'Back to the range', group: 'This page', run: reset },
  ])

  const shared: Shared = {
    get span() {
      return system.span()
    },
    get now() {
      return now()
    },
    get timezone() {
      return timezone()
    },
    get data() {
      return system.series.data()
    },
    get before() {
      return system.compare() ? system.before.data() : undefined
    },
    get compare() {
      return system.compare()
    },
    get p95() {
      return address().p95
    },
    get isLive() {
      return system.isLive()
    },
    get cursor() {
      return cursor()
    },
    onCursor: setCursor,
    onSpan: (span) => go({ span }),
    onPan: pan,
    onZoom: zoom,
    onReset: reset,
  }
  const facts = () => {
    const known = overview()
    if (!known) return ''
    const { platform, startedAt } = known.health
    const self = `Wheelhouse up ${duration(Math.max(60_000, Math.floor((now() - startedAt) / 60_000) * 60_000))}`
    return [platform, self, known.demo && 'the past is made up'].filter(Boolean).join(', ')
  }
  const charts = (isMain: boolean) => system.charts().filter((chart) => isAlone() || chart.isMain === isMain)
  const isAlone = () => address().show.length > 0 && system.charts().length < system.all().length
  const toggled = (list: readonly string[], id: string, is: boolean) =>
    is ? [...list, id] : list.filter((one) => one !== id)
  const chart = (spec: ChartSpec) => (
    <MeasureChart
      spec={spec}
      shared={shared}
      latest={system.latestOf(spec.lines[0]!.id)}
      asTable={address().tables.includes(spec.id)}
      isAlone={isAlone()}
      onAsTable={(is) => go({ tables: toggled(address().tables, spec.id, is) }, true)}
      onAlone={(is) => go({ show: is ? [spec.id] : [] })}
      onCopyLink={() => void copyLink(spec.id)}
    />
  )
  const since = () => {
    const all = system.kept.data() ?? []
    return all.length === 0 ? undefined : Math.min(...all.map((one) => one.since))
  }
  /** What may pass by itself is said beside the charts, which are asked for again; what does not, in their place. */
  const isWaiting = () => {
    const problem = system.series.problem()
    return problem !== undefined && (system.series.data() !== undefined || isUnavailable(problem))
  }
  const shownProblem = () => (system.series.data() || isWaiting() ? undefined : system.series.problem())

  return (
    <Switch fallback={<div class="system loading" aria-busy="true" />}>
      <Match when={overview()}>
        {(known) => (
          <div class="system" data-alone={isAlone() ? '' : undefined}>
            <SystemBar
              host={known().host || 'This machine'}
              facts={facts()}
              address={address()}
              span={system.span()}
              timezone={timezone()}
              onChange={go}
              onZoom={zoom}
              onCopyLink={() => void copyLink()}
            />
            <GaugeStrip reading={reading()} />
            <Show when={isWaiting() && system.series.problem()}>
              {(problem) => (
                <div class="system-trouble">
                  <RetryNotice onRetry={system.series.refetch}>{problem().message}</RetryNotice>
                </div>
              )}
            </Show>
            <Show
              when={!shownProblem()}
              fallback={
                <Notice title="The charts cannot be shown" text={shownProblem()!.message}>
                  <button
                    class="button"
                    type="button"
                    onClick={() => void Promise.all([system.kept.refetch(), system.series.refetch()])}
                  >
                    Try again
                  </button>
                </Notice>
              }
            >
              <div class="system-charts">
                <For each={charts(true)}>{chart}</For>
              </div>
            </Show>
            <aside class="system-side" aria-label="Beside the charts">
              <DiskPanel
                disks={system.disks.data()}
                problem={system.disks.problem()?.message}
                now={now()}
                timezone={timezone()}
                onRetry={system.disks.refetch}
              />
              <ChangePanel
                charts={system.charts()}
                data={system.series.data()}
                before={shared.before}
                compare={system.compare()}
                timezone={timezone()}
                onOpen={(id) => go({ show: [id] })}
                onCompare={() => go({ compare: 'week' })}
              />
              <KeptPanel
                data={system.series.data()}
                count={system.kept.data()?.length}
                since={since()}
                timezone={timezone()}
                settings={system.settings.data()}
              />
            </aside>
            <div class="system-processes">
              <ProcessPanel system={system} now={now()} isDemo={known().demo} />
              <GatewayPanel gateways={known().gateways} now={now()} />
            </div>
            <Show when={!isAlone() && !shownProblem()}>
              <h2 class="hidden">Further charts</h2>
              <div class="system-more">
                <For each={charts(false)}>{chart}</For>
              </div>
            </Show>
            <ConfirmDialog pending={system.pending()} />
          </div>
        )}
      </Match>
    </Switch>
  )
}
