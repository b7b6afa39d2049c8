import { For, Match, Show, Switch } from 'solid-js'
import type { ActiveBlock, Block, Limit, Summary } from '../../../src/costs/reports/summary.ts'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { ago, clock, duration, money, percent, relativeTime, tokens, whole } from '../../../src/lib/format.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { outlookWords } from '../../charts/forecast-words.ts'
import { Panel } from '../../components/panel.tsx'
import { now } from '../../platform/now.ts'
import { BreakdownLink } from './breakdown-link.tsx'

const shownBlocks = 7

/** The five-hour block as subscriptions count it: the used part of the limit, and whether the pace holds until its end. */
export function BlockPanel(props: { summary: Summary }) {
  const blocks = () => props.summary.blocks
  const whose = () => (blocks().runtime ? runtimeLabels[blocks().runtime!].name : 'of all runtimes')
  const latest = () => blocks().recent.slice(0, shownBlocks).reverse()
  return (
    <Panel title="5-hour block" sub={whose()} class="block">
      <div class="block-body">
        <Show when={blocks().active} fallback={<p class="empty">No active block: no calls in the last five hours.</p>}>
          {(active) => <Active block={active()} />}
        </Show>
        <Show when={props.summary.burn}>
          {(burn) => (
            <p class="quiet burn">
              All agents in the last {burn().overMinutes === 60 ? 'hour' : duration(burn().overMinutes * 60_000)}:{' '}
              {tokens(burn().tokensPerMinute)} tokens/min
              {burn().usdPerHour === null ? '' : `, ${money(burn().usdPerHour)} an hour`}
            </p>
          )}
        </Show>
        <For each={props.summary.limits}>{(limit) => <ReportedLimit limit={limit} />}</For>
        <Show when={latest().length > 0}>
          <Row blocks={latest()} timezone={props.summary.timezone} />
        </Show>
      </div>
    </Panel>
  )
}

function Active(props: { block: ActiveBlock }) {
  const limit = () => props.block.limit
  const length = () => props.block.endAt - props.block.startAt
  const elapsed = () => Math.min(1, Math.max(0, (now() - props.block.startAt) / length()))
  const used = () => Math.min(1, (limit()?.usedPercent ?? 0) / 100)
  /** Only a limit that was set can be exceeded; the highest block is a comparison. */
  const isAhead = () => limit()?.of === 'your limit' && (limit()?.forecastPercent ?? 0) > 100
  const pace = () => {
    const known = limit()
    const { forecast } = props.block
    if (known?.fullAt && known.of === 'your limit') return `usually full at ${clock(known.fullAt)}`
    if (forecast === null) return 'too few days for a forecast'
    const by = `by ${clock(props.block.endAt)}`
    if (known?.measure === 'tokens' || forecast.usd === null)
      return `${outlookWords(forecast.tokens, tokens)} tokens ${by}`
    return `${money(forecast.usd.mid)} ${by}, ${outlookWords(forecast.usd, money)}`
  }
  const measured = (value: number) => (limit()?.measure === 'tokens' ? `${tokens(value)} tokens` : money(value))
  return (
    <>
      <div class="block-head">
        <div>
          <Show
            when={limit()}
            fallback={
              <>
                <BreakdownLink class="big" id={`block:${props.block.startAt}`}>
                  {money(props.block.usd)}
                </BreakdownLink>
                <span class="label">so far</span>
              </>
            }
          >
            {(known) => (
              <>
                <BreakdownLink
                  class="big"
                  id={`block:${props.block.startAt}`}
                  title={`${money(props.block.usd)} so far`}
                >
                  {Math.round(known().usedPercent)}
                  <small>%</small>
                </BreakdownLink>
                <span class="label" title={measured(known().limit)}>
                  of {known().of}, {measured(known().limit)}
                </span>
              </>
            )}
          </Show>
        </div>
        <div>
          <span class="value">
            {duration(Math.max(60_000, Math.ceil((props.block.endAt - now()) / 60_000) * 60_000))}
          </span>
          <span class="label">until reset at {clock(props.block.endAt)}</span>
        </div>
      </div>
      <Show when={limit()}>
        <div
          class="limit-bar"
          data-ahead={isAhead() ? '' : undefined}
          role="img"
          aria-label={`${percent(limit()!.usedPercent)} of ${limit()!.of} used, ${percent(elapsed() * 100)} of the block elapsed`}
        >
          <span style={{ transform: `scaleX(${used()})` }} />
          <i style={{ left: `${elapsed() * 100}%` }} />
        </div>
      </Show>
      <p class="ends">
        <span>{percent(elapsed() * 100)} of the block elapsed</span>
        <span class={isAhead() ? 'ahead' : undefined}>{pace()}</span>
      </p>
    </>
  )
}

/** A limit as its runtime reported it, with the age of the report and whether it is still valid. */
/** A share older than this is shown with its age instead of its end, in ms. */
const staleMs = 3_600_000

function ReportedLimit(props: { limit: Limit }) {
  const resets = () => {
    const { resetsAt, isPast, at } = props.limit
    if (isPast) return `reset since`
    // A share that was said long ago is none of now.
    if (now() - at > staleMs) return `said ${ago(at, now())}`
    return resetsAt === null ? '' : `resets ${relativeTime(resetsAt, now())}`
  }
  return (
    <p class="told" title={`said ${ago(props.limit.at, now())}`} data-past={props.limit.isPast ? '' : undefined}>
      <span class="cut">
        {runtimeLabels[props.limit.runtime].name}, {props.limit.name}
      </span>
      <span class="limit-bar thin" aria-hidden="true">
        <span style={{ transform: `scaleX(${Math.min(1, props.limit.usedPercent / 100)})` }} />
      </span>
      <b>{percent(props.limit.usedPercent)}</b>
      <span class="quiet cut">{resets()}</span>
    </p>
  )
}

/** The latest blocks side by side; each opens its breakdown. */
function Row(props: { blocks: Block[]; timezone: string }) {
  const highest = () => Math.max(0, ...props.blocks.map(({ usd, tokens }) => usd ?? tokens))
  const height = (block: Block) => (highest() > 0 ? (block.usd ?? 0) / highest() : 0)
  const when = (block: Block) => {
    const day = dayOf(block.startAt, props.timezone)
    return {
      time: clock(block.startAt, props.timezone),
      day: new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }).format(
        Date.parse(`${day}T00:00:00Z`),
      ),
    }
  }
  return (
    <>
      <p class="label">Latest blocks, cost</p>
      <ol class="blocks">
        <For each={props.blocks}>
          {(block) => (
            <li data-active={block.isActive ? '' : undefined}>
              <BreakdownLink
                id={`block:${block.startAt}`}
                title={`${dayOf(block.startAt, props.timezone)} ${clock(block.startAt, props.timezone)}–${clock(block.endAt, props.timezone)}: ${money(block.usd)}, ${whole(block.tokens)} tokens`}
              >
                <span class="bar-place" aria-hidden="true">
                  <span style={{ transform: `scaleY(${height(block)})` }} />
                </span>
                <Switch>
                  <Match when={block.usd !== null}>{money(block.usd)}</Match>
                  <Match when={true}>unpriced</Match>
                </Switch>
              </BreakdownLink>
              <span class="quiet">
                {when(block).time}
                <br />
                {when(block).day}
              </span>
            </li>
          )}
        </For>
      </ol>
    </>
  )
}
