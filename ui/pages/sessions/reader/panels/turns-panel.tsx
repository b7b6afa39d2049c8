import Bookmark from 'lucide-solid/icons/bookmark'
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { placeOfItem } from '../../../../../src/facts/item-id.ts'
import { clock, money, whole } from '../../../../../src/lib/format.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import type { SessionMeter } from '../../../../../src/transcripts/meter.ts'
import { RetryNotice } from '../../../../components/retry-notice.tsx'
import type { Bookmarks } from '../create-bookmarks.ts'
import type { Digest } from '../create-digest.ts'
import type { Meter } from '../create-meter.ts'
import { Checklist } from '../items/checklist.tsx'
import { costsOfRows, type SubagentRow, subagentsOfTurns } from './outline.ts'
import { ReadSoFar } from './read-so-far.tsx'
import { SubagentRows } from './subagent-rows.tsx'
import { TurnRow } from './turn-row.tsx'
import { turnAt, turnsListed, windowsOf } from './turns.ts'

/** As many turns are listed at first, around the current one, and more at each press. */
const firstTurns = 300

/** Who said what and when, with what it cost, and the sub-agents of each turn; the steps of the plan, and bookmarks. */
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
  const costs = createMemo(() => costsOfRows(turns()))
  /** What the turns above the listed ones cost. */
  const costBefore = () =>
    turns()
      .slice(0, listed().from)
      .reduce((sum, { costUsd }) => sum + (costUsd ?? 0), props.digest.data()?.costBeforeUsd ?? 0)
  const count = () => props.digest.data()?.exchanges ?? 0
  const meter = () => props.meter.data()
  const subagents = createMemo(() => {
    const digest = props.digest.data()
    return digest
      ? subagentsOfTurns(digest.turns, digest.subagents, meter()?.subagents ?? [], digest.turnsLeftOut)
      : new Map<number, SubagentRow[]>()
  })
  const windows = () => windowsOf(turns())
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
          {whole(count())}
          {windows() > 1 ? `, ${windows()} windows` : ''}
          {meter()?.subagents.length ? `, ${agentWords(meter()!)}` : ''}
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
            {whole(earlier())} earlier{costBefore() > 0 ? `, ${money(costBefore())}` : ''}{' '}
            <Show when={turns().length > shown().length}>
              <button class="link-button" type="button" onClick={() => setLimit((turns) => turns + 1_000)}>
                Show more
              </button>
            </Show>
          </p>
        </Show>
        <Show when={subagents().has(-1)}>
          <p class="quiet turns-earlier">Sub-agents from before these turns</p>
        </Show>
        <SubagentRows rows={subagents().get(-1)} isWorking={props.isWorking} onGo={goTo} />
        <For each={shown()}>
          {(turn, at) => (
            <>
              <TurnRow
                turn={turn}
                costUsd={costs()[listed().from + at()] ?? null}
                timezone={props.timezone}
                isHere={current() === turn.itemId}
                onGo={() => props.onGo(turn.position, turn.itemId)}
              />
              <SubagentRows rows={subagents().get(listed().from + at())} isWorking={props.isWorking} onGo={goTo} />
            </>
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
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without room it is scrolled by keyboard */}
        <div class="turns-foot" tabIndex={0} role="group" aria-label="Plan and bookmarks">
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
              fallback={<p class="quiet">M bookmarks what stands at the top of the window.</p>}
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

/** `2 sub-agents $0.27` */
function agentWords({ subagents, subagentsLeftOut, subagentsUsd }: SessionMeter): string {
  const count = subagents.length + subagentsLeftOut
  return [`${whole(count)} ${count === 1 ? 'sub-agent' : 'sub-agents'}`, subagentsUsd ? money(subagentsUsd) : '']
    .filter(Boolean)
    .join(' ')
}
