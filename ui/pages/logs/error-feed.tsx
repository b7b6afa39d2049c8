import Bell from 'lucide-solid/icons/bell'
import BellOff from 'lucide-solid/icons/bell-off'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import type { ErrorGroup, LogSource } from '../../../src/logs/log-line.ts'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { moment } from '../../components/time-words.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import type { Problem } from '../../data/problem.ts'
import { createMayAct } from '../../data/stores/steering.ts'
import { now } from '../../platform/now.ts'
import type { Address } from './address.ts'
import { hourBars, hourFeet } from './hour-bars.ts'
import { levelName, saidIn, toneOf } from './log-words.ts'
import { searchFor, signaturePieces } from './signature-search.ts'

const weekMs = 7 * 86_400_000
const dayMs = 86_400_000

/** The kinds of errors in the logs, the latest first. A press lists the lines of one. */
export function ErrorFeed(props: {
  groups: ErrorGroup[] | undefined
  problem: Problem | undefined
  sources: LogSource[]
  address: Address
  timezone: string
  onPick(change: Partial<Address>): void
  onChanged(): Promise<void>
}) {
  const mayAct = createMayAct()
  const { problem, attempt } = createAttempt(() => props.onChanged())
  const [showsMuted, setShowsMuted] = createSignal(false)
  const open = createMemo(() => (props.groups ?? []).filter(({ muted }) => muted === null))
  const muted = createMemo(() => (props.groups ?? []).filter(({ muted }) => muted !== null))
  const isNew = ({ firstAt }: ErrorGroup) => firstAt > now() - weekMs
  const fresh = () => open().filter(isNew).length
  const nameOf = (id: string) => props.sources.find((source) => source.id === id)?.name ?? id

  const mute = (group: ErrorGroup, isMuted: boolean) =>
    attempt(async () => {
      await ask(api.errors({ id: group.id }).muted.put({ isMuted }))
      if (isMuted) toast({ text: 'Muted this kind of error', undo: () => void mute(group, false) })
    })

  function pick(group: ErrorGroup) {
    const isPicked = isShown(group)
    props.onPick({
      ...(isPicked
        ? { q: '', isRegex: false, sources: [] }
        : { ...searchFor(group.signature), sources: [group.source] }),
      level: 'all',
      ...(!isPicked && group.lastAt < now() - dayMs && { range: group.lastAt < now() - weekMs ? '30d' : '7d' }),
      from: undefined,
      to: undefined,
      line: undefined,
    })
  }
  const isShown = ({ signature, source }: ErrorGroup) =>
    props.address.sources.join() === source && props.address.q === searchFor(signature).q

  const Kind = (kind: { group: ErrorGroup }) => (
    <li class="error-kind" data-tone={toneOf(kind.group.level)} data-picked={isShown(kind.group) ? '' : undefined}>
      <div class="error-head">
        <b class="error-level">{levelName(kind.group.level)}</b>
        <span class="cut">{nameOf(kind.group.source)}</span>
        <span class="error-count">{whole(kind.group.count)}</span>
      </div>
      <button
        type="button"
        class="error-pick"
        aria-pressed={isShown(kind.group)}
        title={kind.group.sample}
        onClick={() => pick(kind.group)}
      >
        <For each={signaturePieces(saidIn(kind.group.signature))}>
          {(piece) => (
            <Show when={piece.isVariable} fallback={piece.text}>
              <i>{piece.text}</i>
            </Show>
          )}
        </For>
      </button>
      <div class="error-foot">
        <svg class="hour-bars" viewBox="0 0 96 16" width="96" height="16" aria-hidden="true">
          <path class="hour-feet" d={hourFeet(kind.group.hours.length)} />
          <path d={hourBars(kind.group.hours)} />
        </svg>
        <span class="cut">
          <Show when={isNew(kind.group)} fallback="since ">
            <b>new</b>{' '}
          </Show>
          {moment(kind.group.firstAt, now(), props.timezone)}, last {moment(kind.group.lastAt, now(), props.timezone)}
        </span>
        <Show when={mayAct()}>
          <button
            type="button"
            class="icon-button"
            aria-label={kind.group.muted ? 'Show this kind again' : 'Mute this kind'}
            title={kind.group.muted ? `Muted by ${kind.group.muted.by}. Show it again` : 'Mute this kind'}
            onClick={() => void mute(kind.group, kind.group.muted === null)}
          >
            <Show when={kind.group.muted} fallback={<BellOff size={15} aria-hidden="true" />}>
              <Bell size={15} aria-hidden="true" />
            </Show>
          </button>
        </Show>
      </div>
    </li>
  )

  return (
    <section
      class="panel error-feed"
      aria-label="Kinds of errors"
      aria-busy={props.groups === undefined && !props.problem}
    >
      <header>
        <b class="error-new">{props.groups === undefined ? '–' : whole(fresh())}</b>
        <h2>
          new {fresh() === 1 ? 'kind' : 'kinds'} of error this week
          <span class="label">
            <Show when={props.groups} fallback="of 30 days">
              {whole(open().length)} {open().length === 1 ? 'kind' : 'kinds'} open, {whole(muted().length)} muted, 30
              days
            </Show>
          </span>
        </h2>
      </header>
      <Show when={problem() ?? props.problem?.message}>
        {(words) => <RetryNotice onRetry={() => void props.onChanged()}>{words()}</RetryNotice>}
      </Show>
      <div class="error-kinds">
        <Show
          when={open().length > 0}
          fallback={
            <Show when={props.groups} fallback={<For each={[1, 2, 3]}>{() => <span class="skeleton" />}</For>}>
              <p class="empty">No errors in 30 days{muted().length > 0 ? ' but those that are muted' : ''}.</p>
            </Show>
          }
        >
          <ul>
            <For each={open()}>{(group) => <Kind group={group} />}</For>
          </ul>
        </Show>
        <Show when={showsMuted() && muted().length > 0}>
          <h3 class="label">Muted</h3>
          <ul class="error-muted">
            <For each={muted()}>{(group) => <Kind group={group} />}</For>
          </ul>
        </Show>
      </div>
      <Show when={muted().length > 0}>
        <footer>
          <span>
            {whole(muted().length)} muted {muted().length === 1 ? 'kind' : 'kinds'}
          </span>
          <button
            type="button"
            class="link-button"
            aria-expanded={showsMuted()}
            onClick={() => setShowsMuted((before) => !before)}
          >
            {showsMuted() ? 'Hide' : 'Show'}
          </button>
        </footer>
      </Show>
    </section>
  )
}
