import { useSearchParams } from '@solidjs/router'
import Download from 'lucide-solid/icons/download'
import { createEffect, createMemo, createSignal, For, Match, on, onCleanup, Show, Switch } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import { Menu } from '../../components/menu.tsx'
import { Notice } from '../../components/notice.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { moment, spanWords } from '../../components/time-words.ts'
import { toast } from '../../components/toasts.tsx'
import { contact } from '../../data/contact.ts'
import { useOverview } from '../../data/overview-context.ts'
import { Problem } from '../../data/problem.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { now } from '../../platform/now.ts'
import { storage } from '../../platform/storage.ts'
import { type Address, addressOf, isNarrowed, paramsOf, rangeStart } from './address.ts'
import { createLogs, type Logs } from './create-logs.ts'
import { ErrorFeed } from './error-feed.tsx'
import { type ExportFormat, exportLines } from './export-lines.ts'
import { LineChart } from './line-chart.tsx'
import { LineList } from './line-list.tsx'
import { LogsBar } from './logs-bar.tsx'
import { NoLines, WhereFrom } from './no-lines.tsx'

const wrapName = 'wheelhouse.logs-wrap'

/** What do gateways, services and Wheelhouse itself say? The address says which lines are listed. */
export default function LogsPage() {
  const { overview } = useOverview()
  const [params, setParams] = useSearchParams()
  const address = createMemo(() => addressOf(params))
  const logs = createLogs(address)
  const timezone = () => overview()?.timezone || 'UTC'
  const go = (change: Partial<Address>, replace = false) =>
    setParams(paramsOf({ ...address(), ...change }), { replace, scroll: false })
  const [isWrapped, setWrapped] = createSignal(storage.read(wrapName) === 'on')
  const [explains, setExplains] = createSignal(false)
  const span = createMemo(() => {
    const { from, to } = address()
    return from !== undefined && to !== undefined ? { from, to } : undefined
  })
  const lineAt = () => {
    const { line } = address()
    return line === undefined ? undefined : Number(line.split('.')[0])
  }

  function wrap() {
    setWrapped((before) => !before)
    storage.write(wrapName, isWrapped() ? 'on' : 'off')
  }
  function follow(follows: boolean) {
    logs.setPaused(!follows)
    if (!follows) return
    logs.toNewest()
    if (address().to !== undefined) go({ from: undefined, to: undefined })
  }
  const pause = () => follow(!logs.isFollowing())
  bindKeys([
    { keys: 'W', words: 'Wrap lines or not', group: 'This page', run: wrap },
    { keys: 'P', words: 'Pause or go on', group: 'This page', run: pause },
    {
      keys: 'Space',
      words: 'Pause or go on',
      group: 'This page',
      isFor: (target) => target === document.body,
      run: pause,
    },
  ])

  /** The address of a line that still leads there when the range has moved on. */
  function linkTo(line: string) {
    const { range, from } = address()
    const begin = from ?? rangeStart(range, now())
    const held = from === undefined && begin !== undefined ? { from: Math.floor(begin), to: Math.ceil(now()) } : {}
    const all = Object.entries(paramsOf({ ...address(), ...held, line })).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    )
    return `${location.origin}/logs?${new URLSearchParams(all)}`
  }

  return (
    <Switch fallback={<Loading />}>
      <Match when={logs.isReady()}>
        <div class="logs-page">
          <h1 class="hidden">Logs</h1>
          <ErrorFeed
            groups={logs.errors()}
            problem={logs.errorsProblem()}
            sources={logs.sources()}
            address={address()}
            timezone={timezone()}
            onPick={go}
            onChanged={logs.errorsAgain}
          />
          <section class="panel logs-bar" aria-label="Filter">
            <LogsBar
              address={address()}
              sources={logs.sources()}
              timezone={timezone()}
              isFollowing={logs.isFollowing()}
              onChange={go}
              onFollow={follow}
              onExplain={() => setExplains((before) => !before)}
            />
            <Show when={explains()}>
              <WhereFrom sources={logs.sources()} />
            </Show>
            <Show when={logs.trouble()}>{(words) => <p class="logs-trouble">{words()}</p>}</Show>
            <LineChart
              histogram={logs.histogram()}
              span={span()}
              timezone={timezone()}
              label="Lines over time"
              at={lineAt()}
              endsNow
              onSpan={(span) => go({ from: span?.from, to: span?.to, line: undefined })}
            />
            <Show when={span()}>
              <LineChart
                histogram={logs.closer()}
                span={undefined}
                timezone={timezone()}
                label="Lines in the chosen span"
                at={lineAt()}
                endsNow={false}
                isLow
                onSpan={(span) => span && go({ from: span.from, to: span.to, line: undefined })}
              />
            </Show>
          </section>
          <section
            class="panel logs-lines"
            aria-labelledby="logs-lines-title"
            data-asking={logs.isAsking() ? '' : undefined}
          >
            <LinesHead logs={logs} address={address()} timezone={timezone()} />
            <Show when={logs.problem()}>
              {(problem) => <RetryNotice onRetry={logs.refetch}>{problem().message}</RetryNotice>}
            </Show>
            <LostLine logs={logs} address={address()} onChange={go} />
            <Show
              when={logs.lines().length > 0}
              fallback={
                <NoLines
                  sources={logs.sources()}
                  isNarrowed={isNarrowed(address())}
                  isAsking={logs.isAsking() || logs.isOlderComing()}
                  isAll={address().range === 'all' && address().from === undefined}
                  onClear={() => setParams(paramsOf({ ...addressOf({}), range: address().range }))}
                  onAll={() => go({ range: 'all', from: undefined, to: undefined })}
                />
              }
            >
              <LineList
                lines={logs.lines()}
                sources={logs.sources()}
                address={address()}
                found={logs.narrowing()}
                timezone={timezone()}
                isWrapped={isWrapped()}
                isFollowing={logs.isFollowing()}
                hasOlder={logs.hasOlder()}
                isOlderComing={logs.isOlderComing()}
                linkTo={linkTo}
                onChange={(change) => go(change, true)}
                onOlder={logs.older}
              />
            </Show>
            <footer class="logs-foot">
              <span class="logs-keys" aria-hidden="true">
                <For each={keyWords}>
                  {([key, words]) => (
                    <span>
                      <kbd>{key}</kbd> {words}
                    </span>
                  )}
                </For>
              </span>
              <button type="button" class="link-button" aria-pressed={isWrapped()} onClick={wrap}>
                {isWrapped() ? 'One line each' : 'Wrap lines'}
              </button>
              <span class="label">Lines older than a source’s own files come from what is kept here</span>
            </footer>
          </section>
        </div>
      </Match>
      <Match when={logs.problem()}>
        {(problem) => (
          <Notice title="The logs cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={logs.refetch}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

const keyWords = [
  ['N', 'next match'],
  ['E', 'next error'],
  ['C', 'lines around'],
  ['W', 'wrap'],
  ['P', 'pause'],
] as const

/** How many lines there are and how far back was looked; saving them as a file. */
function LinesHead(props: { logs: Logs; address: Address; timezone: string }) {
  const [exported, setExported] = createSignal<number>()
  const ending = new AbortController()
  onCleanup(() => ending.abort())
  const count = () => props.logs.lines().length
  const noun = () => (props.address.q.trim() === '' ? ['line', 'lines'] : ['match', 'matches'])[count() === 1 ? 0 : 1]
  const when = () => {
    const { from, to, range } = props.address
    if (from !== undefined && to !== undefined) return `from ${spanWords({ from, to }, props.timezone)}`
    return { '24h': 'of 24 hours', '7d': 'of 7 days', '30d': 'of 30 days', all: 'of all that is kept' }[range]
  }
  const isLooking = () => props.logs.isAsking() || props.logs.isOlderComing()
  const reach = () => {
    const { searchedBackTo, problem } = props.logs.reach()
    if (searchedBackTo === null) return { words: isLooking() ? 'searching' : 'searched all of it', problem }
    return { words: `searched back to ${moment(searchedBackTo, now(), props.timezone)}`, problem }
  }

  async function save(format: ExportFormat) {
    setExported(0)
    try {
      const why = await exportLines(props.logs.narrowing(), format, setExported, ending.signal)
      if (why !== null) toast({ text: why })
    } catch (error) {
      if (ending.signal.aborted) return
      if (!(error instanceof Problem)) throw error
      toast({ text: `Nothing was saved. ${error.message}` })
    } finally {
      setExported(undefined)
    }
  }

  return (
    <header class="logs-head">
      <h2 id="logs-lines-title">
        {whole(count())}
        {props.logs.hasOlder() ? '+' : ''} {noun()} {when()}
      </h2>
      <span class="label">newest last</span>
      <span class="logs-reach" title={reach().problem ?? undefined}>
        <Show when={props.logs.isPast()}>
          <button type="button" class="button" onClick={() => props.logs.toNewest()}>
            To the newest
          </button>
        </Show>
        <i
          class="reach-dot"
          data-busy={isLooking() ? '' : undefined}
          data-lost={contact().state === 'lost' ? '' : undefined}
        />
        <span>
          {reach().words}
          <Show when={reach().problem && !isLooking()}>
            <span class="reach-problem">: {reach().problem}</span>
          </Show>
        </span>
        <Show when={props.logs.isOlderComing() && props.address.q.trim() !== ''}>
          <button type="button" class="button" onClick={() => props.logs.stop()}>
            Stop
          </button>
        </Show>
        <Show when={!isLooking() && props.logs.hasOlder() && reach().problem}>
          <button type="button" class="button" onClick={() => props.logs.goOn()}>
            Go on
          </button>
        </Show>
      </span>
      <Show when={exported() === undefined} fallback={<span class="label">Exporting {whole(exported())} lines</span>}>
        <Menu
          label="Export"
          class="button"
          items={[
            { name: 'Text', run: () => void save('text') },
            { name: 'JSONL', run: () => void save('jsonl') },
          ]}
        >
          <Download size={15} aria-hidden="true" /> Export
        </Menu>
      </Show>
    </header>
  )
}

/** A link to a line that is not listed says why, and how it is found where it is still kept. */
function LostLine(props: { logs: Logs; address: Address; onChange(change: Partial<Address>): void }) {
  const [linked, setLinked] = createSignal(props.address.line)
  createEffect(
    on(
      () => props.address.line,
      (line) => line !== linked() && setLinked(undefined),
      { defer: true },
    ),
  )
  const isLost = () =>
    linked() !== undefined &&
    !props.logs.isAsking() &&
    !props.logs.lines().some(({ at, no }) => `${at}.${no}` === linked())
  return (
    <Show when={isLost()}>
      <p class="logs-trouble">
        The line of this link is not among these: it is not kept any more, or the filter leaves it out.{' '}
        <Show when={isNarrowed(props.address) || props.address.range !== 'all'}>
          <button
            type="button"
            class="link-button"
            onClick={() => props.onChange({ ...addressOf({}), range: 'all', line: linked() })}
          >
            Look for it in all that is kept
          </button>
        </Show>
      </p>
    </Show>
  )
}

/** The outline of the page while it loads, so that nothing moves when it has. */
const Loading = () => (
  <div class="logs-page" aria-busy="true">
    <h1 class="hidden">Logs, loading</h1>
    <div class="panel error-feed" aria-hidden="true">
      <For each={[1, 2, 3, 4, 5]}>{() => <span class="skeleton" />}</For>
    </div>
    <div class="panel logs-bar" aria-hidden="true">
      <span class="skeleton" />
      <span class="skeleton" />
    </div>
    <div class="panel logs-lines" aria-hidden="true">
      <For each={[1, 2, 3, 4, 5, 6, 7, 8]}>{() => <span class="skeleton" />}</For>
    </div>
  </div>
)
