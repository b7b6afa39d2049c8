import Bookmark from 'lucide-solid/icons/bookmark'
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { placeOfItem } from '../../../../../src/facts/item-id.ts'
import { clock, money, whole } from '../../../../../src/lib/format.ts'
import { parseMarkdown } from '../../../../../src/lib/markdown.ts'
import { markdownAsText } from '../../../../../src/lib/markdown-as-text.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import type { SessionDigest } from '../../../../../src/transcripts/meter.ts'
import { RetryNotice } from '../../../../components/retry-notice.tsx'
import { StateMark } from '../../../../components/state-mark.tsx'
import { AgentAvatar } from '../../../../office/agent-avatar.tsx'
import type { Bookmarks } from '../create-bookmarks.ts'
import type { Digest } from '../create-digest.ts'
import type { Meter } from '../create-meter.ts'
import { Checklist } from '../items/checklist.tsx'
import { noteWords } from '../note-words.ts'
import { ReadSoFar } from './read-so-far.tsx'
import { turnAt, turnsListed, windowsOf } from './turns.ts'

/** As many turns are listed at first, around the current one, and more at each press. */
const firstTurns = 300
type Turn = SessionDigest['turns'][number]

/** Who said what and when, with what it cost; sub-agents, the steps of the plan, and bookmarks. */
export function TurnsPanel(props: {
  digest: Digest
  meter: Meter
  bookmarks: Bookmarks
  timezone: string
  isWorking: boolean
  /** The position of the line at the upper edge of the text. */
  here: number | undefined
  onGo(position: number, itemId: string): void
}) {
  const [limit, setLimit] = createSignal(firstTurns)
  const turns = () => props.digest.data()?.turns ?? []
  const current = createMemo(() => turnAt(turns(), props.here)?.itemId)
  const listed = createMemo(
    () => {
      const at = turns().findIndex(({ itemId }) => itemId === current())
      return turnsListed(turns().length, at === -1 ? turns().length : at, limit())
    },
    undefined,
    { equals: (a, b) => a.from === b.from && a.to === b.to },
  )
  const shown = createMemo(() => turns().slice(listed().from, listed().to))
  const earlier = () => listed().from + (props.digest.data()?.turnsLeftOut ?? 0)
  const later = () => turns().length - listed().to
  const spoken = () => turns().filter(({ by }) => by !== 'note').length + (props.digest.data()?.turnsLeftOut ?? 0)
  const windows = () => windowsOf(turns())
  const subagents = () => props.digest.data()?.subagents ?? []
  const todos = () => props.digest.data()?.todos ?? []
  const goTo = (itemId: string) => {
    const position = placeOfItem(itemId)?.position
    if (position !== undefined) props.onGo(position, itemId)
  }
  let list!: HTMLDivElement
  createEffect(
    on(current, () => list.querySelector('[data-here]')?.scrollIntoView({ block: 'nearest' }), { defer: true }),
  )

  return (
    <div class="turns-panel">
      <header>
        <h2>Turns</h2>
        <span class="quiet">
          {whole(spoken())}
          {windows() > 1 ? `, ${windows()} windows` : ''}
        </span>
        <span class="end">
          <kbd>J</kbd> <kbd>K</kbd>
        </span>
      </header>
      <ReadSoFar digest={props.digest.data()} />
      <Show when={props.digest.problem()}>
        {(problem) => <RetryNotice onRetry={() => void props.digest.retry()}>{problem().message}</RetryNotice>}
      </Show>
      <div class="turns-list" ref={list}>
        <Show when={earlier() > 0}>
          <p class="quiet turns-earlier">
            {whole(earlier())} earlier{' '}
            <Show when={turns().length > shown().length}>
              <button class="link-button" type="button" onClick={() => setLimit((turns) => turns + 1_000)}>
                Show more
              </button>
            </Show>
          </p>
        </Show>
        <For each={shown()}>
          {(turn) => (
            <TurnRow
              turn={turn}
              timezone={props.timezone}
              isHere={current() === turn.itemId}
              onGo={() => props.onGo(turn.position, turn.itemId)}
            />
          )}
        </For>
        <Show when={later() > 0}>
          <p class="quiet turns-earlier">{whole(later())} later</p>
        </Show>
        <Show when={props.digest.data() && turns().length === 0}>
          <p class="quiet turns-earlier">Nobody has said anything yet.</p>
        </Show>
      </div>
      {/* It stands below the turns, and would move down once they come. */}
      <Show when={props.digest.data() ?? props.digest.problem()}>
        <div class="turns-foot">
          <Show when={subagents().length > 0}>
            <section>
              <h3>
                Sub-agents <span>{costWords(props.meter.data()?.subagentsUsd)}</span>
              </h3>
              <For each={subagents().slice(-30)}>
                {(subagent) => (
                  <button class="turn-row subagent-row" type="button" onClick={() => goTo(subagent.itemId)}>
                    <StateMark
                      mark={subagent.isDone ? 'healthy' : props.isWorking ? 'working' : 'unknown'}
                      label={subagent.isDone ? 'done' : props.isWorking ? 'working' : 'not finished'}
                    />
                    <AgentAvatar agentId={subagent.sessionId ?? subagent.itemId} robot size={16} />
                    <span class="cut">{oneLine(subagent.name ?? '') || 'Sub-agent'}</span>
                    <span class="cost">
                      {subagent.sessionId ? costWords(props.meter.costOfSubagent(subagent.sessionId)) : ''}
                    </span>
                  </button>
                )}
              </For>
            </section>
          </Show>
          <Show when={todos().length > 0}>
            <section>
              <h3>
                Plan{' '}
                <span>
                  {todos().filter(({ state }) => state === 'done').length} of {todos().length}
                </span>
              </h3>
              <Checklist todos={todos()} />
            </section>
          </Show>
          <section>
            <h3>
              Bookmarks <kbd>M</kbd>
            </h3>
            <For
              each={props.bookmarks.all()}
              fallback={<p class="quiet">M marks the message at the top of the window.</p>}
            >
              {(bookmark) => (
                <button class="turn-row" type="button" onClick={() => goTo(bookmark.itemId)}>
                  <Bookmark size={14} aria-hidden="true" />
                  <span class="cut">{oneLine(bookmark.title) || 'A message'}</span>
                  <time>{bookmark.at === null ? '' : clock(bookmark.at, props.timezone)}</time>
                </button>
              )}
            </For>
          </section>
        </div>
      </Show>
    </div>
  )
}

const costWords = (usd: number | null | undefined) => (usd ? money(usd) : '')

function TurnRow(props: { turn: Turn; timezone: string; isHere: boolean; onGo(): void }) {
  const words = createMemo(() => {
    const title = oneLine(markdownAsText(parseMarkdown(props.turn.title)))
    return props.turn.by === 'note' && props.turn.note ? noteWords[props.turn.note] : title || 'Without words'
  })
  return (
    <button
      class="turn-row"
      type="button"
      data-by={props.turn.by}
      data-here={props.isHere ? '' : undefined}
      aria-current={props.isHere ? 'location' : undefined}
      title={oneLine(props.turn.title)}
      onClick={props.onGo}
    >
      <time>{props.turn.at === null ? '' : clock(props.turn.at, props.timezone)}</time>
      <span class="title">
        <Show when={props.turn.errors > 0}>
          <StateMark mark="stopped" label={`${props.turn.errors} failed`} />
        </Show>
        <span>{words()}</span>
      </span>
      <span class="cost">{costWords(props.turn.costUsd)}</span>
    </button>
  )
}
