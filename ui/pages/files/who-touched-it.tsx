import PencilLine from 'lucide-solid/icons/pencil-line'
import { createMemo, For, onCleanup, Show } from 'solid-js'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import type { FileDetail } from '../../../src/files/file.ts'
import { clock, relativeTime, whole } from '../../../src/lib/format.ts'
import { markOf, stateLabel } from '../../../src/sessions/severity.ts'
import { didWords, linesWords } from '../../components/change-words.ts'
import { makeScrollable } from '../../components/panel.tsx'
import { titleOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { now } from '../../platform/now.ts'
import { hrefOfTouch } from './address.ts'
import { type Lane, type LaneMark, lanesOf } from './lanes.ts'
import { timeAxis } from './time-axis.ts'

/** A lane for each session that touched a file, on an axis of time: a ring where it read, a bar where it wrote. */
export function WhoTouchedIt(props: { detail: FileDetail; timezone: string }) {
  /** Lanes move by the minute, not by the second. */
  const until = createMemo(() => Math.max(Math.floor(now() / 60_000) * 60_000, props.detail.touches.at(-1)?.at ?? 0))
  const axis = createMemo(() => timeAxis(props.detail.touches[0]?.at ?? until(), until(), props.timezone))
  const lanes = createMemo(() => lanesOf(props.detail, axis()))
  const shown = () => lanes().filter(({ session }) => session !== null).length
  const leftOut = () => props.detail.sessions - shown()
  return (
    <>
      <div class="touch-lane touch-head label" aria-hidden="true">
        <span class="touch-who">Session</span>
        <span class="touch-legend">
          <i class="touch-mark" data-kind="read" /> read <i class="touch-mark" data-kind="wrote" /> wrote{' '}
          <span class="over">
            <i class="touch-mark" data-kind="over" /> wrote over another
          </span>
          <Show when={props.detail.outside > 0}>
            <i class="touch-mark" data-kind="outside" /> changed from outside
          </Show>
        </span>
        <span class="right">Lines</span>
        <span class="right">Last</span>
      </div>
      <ul class="touch-lanes" ref={(element) => onCleanup(makeScrollable(element))}>
        <For each={lanes()}>{(lane) => <LaneRow lane={lane} timezone={props.timezone} />}</For>
      </ul>
      <footer class="touch-lane touch-foot label">
        <span class="touch-who">
          {whole(props.detail.sessions)} {props.detail.sessions === 1 ? 'session' : 'sessions'},{' '}
          {whole(props.detail.writers)} wrote
          <Show when={leftOut() > 0}>, the latest {whole(shown())} shown</Show>
        </span>
        <span class="ticks" aria-hidden="true">
          <For each={axis().ticks}>
            {({ place, label }) => (
              <span data-now={label === 'now' ? '' : undefined} style={{ left: `${place}%` }}>
                {label}
              </span>
            )}
          </For>
        </span>
        <span />
        <span />
      </footer>
    </>
  )
}

function LaneRow(props: { lane: Lane; timezone: string }) {
  const { overview } = useOverview()
  const title = () => titleOf({ title: props.lane.session?.title ?? null, key: null })
  const agentId = () => props.lane.session?.agentId
  const agent = () =>
    agentId() === undefined
      ? 'Somebody outside'
      : (overview()?.agents.find(({ id }) => id === agentId())?.name ?? agentId()!)
  const lines = () => {
    const { writes, added, removed } = props.lane
    if (props.lane.session === null) return `${whole(writes)}×`
    if (writes === 0) return 'read only'
    return added === null && removed === null ? `${whole(writes)}×` : linesWords(added, removed)
  }
  let track!: HTMLSpanElement
  /** One mark of a lane is in the order of the keyboard; arrows lead to the others. */
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
    const marks = [...track.querySelectorAll('a')].toSorted((a, b) => Number(a.dataset.place) - Number(b.dataset.place))
    const next = by !== 0 && marks[marks.indexOf(document.activeElement as HTMLAnchorElement) + by]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <li class="touch-lane" data-wrote={props.lane.writes > 0 ? '' : undefined}>
      <Show when={props.lane.session} fallback={<Outside />}>
        {(session) => (
          <a class="touch-who" href={`/sessions/${encodeURIComponent(session().id)}`} title={`${agent()}: ${title()}`}>
            <StateMark mark={markOf(session().state)} label={stateLabel(session().state)} />
            <SessionAvatar session={session()} size={24} />
            <span class="cut">
              <bdi>{title()}</bdi>
            </span>
            <span class="tag" title={runtimeLabels[session().runtime].name}>
              {runtimeLabels[session().runtime].short}
            </span>
          </a>
        )}
      </Show>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the links in it have the focus, it only moves between them. */}
      <span class="touch-track" ref={track} onKeyDown={onKeyDown}>
        <For each={props.lane.marks}>
          {(mark, index) => (
            <a
              class="touch-mark"
              data-kind={mark.kind}
              data-place={mark.place}
              data-guessed={mark.touch.isGuessed ? '' : undefined}
              style={{ left: `${mark.place}%` }}
              href={hrefOfTouch(mark.touch)}
              tabindex={index() === props.lane.marks.length - 1 ? 0 : -1}
              title={wordsOf(mark, agent(), props.timezone)}
            >
              <span class="hidden">{wordsOf(mark, agent(), props.timezone)}</span>
            </a>
          )}
        </For>
      </span>
      <span class="right mono">{lines()}</span>
      <span class="right">{relativeTime(props.lane.lastAt, now(), props.timezone)}</span>
    </li>
  )
}

const Outside = () => (
  <span
    class="touch-who outside"
    title="No session that is known here made these changes: an editor, git or another program did."
  >
    <PencilLine size={16} aria-hidden="true" />
    <span class="cut">Outside</span>
  </span>
)

function wordsOf({ touch, kind, times }: LaneMark, agent: string, timezone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: timezone }).format(touch.at)
  const did = kind === 'over' ? 'wrote over another' : didWords[touch.how]
  const lines = touch.added === null && touch.removed === null ? '' : `, ${linesWords(touch.added, touch.removed)}`
  const more = times > 1 ? `, ${times} times` : ''
  return `${agent} ${did}${more}, ${day} ${clock(touch.at, timezone)}${lines}${touch.isGuessed ? ', guessed' : ''}`
}
