import { createEffect, createMemo, createSignal, For, onCleanup, Show } from 'solid-js'
import { positionIn } from '../../../src/facts/item-id.ts'
import { clock, whole } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import type { FoundSession, SearchHit } from '../../../src/search/answer.ts'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { copyText } from '../../platform/clipboard.ts'
import { createExpansion, toolKey } from '../sessions/reader/create-expansion.ts'
import { markMatches, reveal, unmarkMatches } from '../sessions/reader/find/mark-matches.ts'
import { TranscriptLine } from '../sessions/reader/items/line.tsx'
import { TranscriptContext, type TranscriptState } from '../sessions/reader/reader-context.ts'
import { Subagent } from '../sessions/reader/subagent.tsx'
import { itemsOf, shownBy } from '../sessions/reader/transcript-pages.ts'
import { createRows } from '../sessions/reader/transcript-rows.ts'
import { keyOf, markedIn, withShortLead } from './found.ts'
import { hrefOfHit, titleOf } from './found-list.tsx'
import { kindWords } from './hit-words.ts'
import { MarkedText } from './marked-text.tsx'

/** So many items are shown before the one that was found, and so many from it on. */
const before = 6
const from = 10
/** Who runs through hits sees the one where they stop. */
const restMs = 70
/** Code gets its colours a moment later, which makes its text anew. */
const markMs = 60

type Props = {
  session: FoundSession
  hit: SearchHit
  timezone: string
  onChoose(key: string): void
  onShowAll(): void
  onOpen(): void
}

/** A hit in its place: what stands around it in the transcript, and the other places of its session. */
export function HitPreview(props: Props) {
  const [rested, setRested] = createSignal<{ id: string; itemId: string | null }>()
  createEffect(() => {
    const { session, hit } = props
    const next = { id: session.sessionId, itemId: hit.itemId }
    if (!rested()) return setRested(next)
    const timer = setTimeout(() => setRested(next), restMs)
    onCleanup(() => clearTimeout(timer))
  })
  const query = createQuery({
    key: () => {
      const place = rested()
      return place && (['search/around', place.id, place.itemId] as const)
    },
    async fetcher([, id, itemId], signal) {
      const transcript = api.sessions({ id: encodeURIComponent(id) }).transcript
      const position = itemId === null ? 0 : positionIn(itemId)
      const page = await ask(transcript.get({ query: { from: position, limit: from }, fetch: { signal } }))
      const cursor = itemId === null ? null : page.previousCursor
      if (cursor === null) return [page]
      const earlier = await ask(transcript.get({ query: { before: cursor, limit: before }, fetch: { signal } }))
      return [earlier, page]
    },
  })
  const sessionQuery = createQuery({
    key: () => {
      const place = rested()
      return place && (['sessions/one', place.id] as const)
    },
    fetcher: ([, id], signal) => ask(api.sessions({ id: encodeURIComponent(id) }).get({ fetch: { signal } })),
    keepPrevious: false,
  })
  const expansion = createExpansion()
  const rowsOf = createRows()
  const items = createMemo(() => itemsOf(query.data() ?? []))
  const rows = createMemo(() => rowsOf(items(), false).rows)
  /** The item whose line shows what was found. */
  const shownItem = createMemo(() => {
    const itemId = query.answer()?.key[2]
    return itemId == null ? undefined : shownBy(query.data() ?? [], itemId)
  })
  const shownTool = createMemo(() => {
    const item = items().find(({ id }) => id === shownItem())
    return item?.kind === 'tool' ? toolKey(item.callId) : undefined
  })
  const isAtWork = () => sessionQuery.data()?.state === 'running' || sessionQuery.data()?.state === 'thinking'
  const state: TranscriptState = {
    sessionId: () => query.answer()?.key[1] ?? props.session.sessionId,
    session: () => sessionQuery.data(),
    agentName: () => oneLine(props.session.agentName),
    timezone: () => props.timezone,
    running: () => isAtWork() && query.data()?.at(-1)?.complete === true,
    depth: 0,
    // What was found is open, and what stands around it is short.
    expanded: (key) => expansion.of(key) ?? (key === shownTool() || key === shownItem()),
    expand: expansion.set,
    turnCost: () => undefined,
    subagentCost: () => undefined,
    isMarked: (itemId) => itemId === shownItem(),
    isBookmarked: () => false,
    bookmark: () => {},
    Subagent,
  }

  let box!: HTMLDivElement
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown: string | undefined
  function mark() {
    const words = markedIn([props.hit])
    const match = markMatches(box, words, shownItem())
    const place = `${keyOf(props.session.sessionId, props.hit)} ${query.answer()?.key.join(' ')}`
    if (shown === place) return
    // A match that is laid out is scrolled to once; else its line is.
    const line = box.querySelector<HTMLElement>('.item[data-marked]')
    if (line) box.scrollTop = line.offsetTop - 12
    else box.scrollTop = 0
    if (!match || reveal(match)) shown = place
  }
  createEffect(() => {
    rows()
    shownItem()
    props.hit
    clearTimeout(timer)
    timer = setTimeout(mark, markMs)
  })
  createEffect(() => {
    const changes = new MutationObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(mark, markMs)
    })
    changes.observe(box, { childList: true, subtree: true })
    onCleanup(() => changes.disconnect())
  })
  onCleanup(() => {
    clearTimeout(timer)
    unmarkMatches()
  })

  const href = () => hrefOfHit(props.session.sessionId, props.hit.itemId)
  async function copyLink() {
    const isCopied = await copyText(location.origin + href())
    toast({ text: isCopied ? 'The link is copied' : 'The browser did not let the link be copied' })
  }

  return (
    <aside class="panel hit-preview" aria-label="What was found, in its place">
      <header>
        <SessionAvatar session={{ ...props.session, id: props.session.sessionId }} size={32} />
        <div>
          <h2 class="cut" title={titleOf(props.session)}>
            <bdi>{titleOf(props.session)}</bdi>
          </h2>
          <p class="label cut">{momentWords(props.hit, props.timezone)}</p>
        </div>
      </header>
      <div
        class="transcript"
        ref={box}
        tabindex={0}
        role="log"
        aria-live="off"
        aria-label="The turn around it"
        aria-busy={query.state() === 'loading'}
        data-stale={query.isPrevious() ? '' : undefined}
      >
        <TranscriptContext.Provider value={state}>
          <div class="transcript-content">
            <Show when={query.state() === 'loading'}>
              <div class="late" aria-hidden="true">
                <For each={[1, 2, 3, 4, 5]}>{() => <span class="skeleton" />}</For>
              </div>
            </Show>
            <For each={rows()}>{(row, index) => <TranscriptLine row={row} before={rows()[index() - 1]} />}</For>
            <Show when={query.data() && items().length === 0}>
              <p class="quiet">{query.data()?.[0]?.missing ?? 'Nothing of its transcript is left.'}</p>
            </Show>
          </div>
        </TranscriptContext.Provider>
        <Show when={query.problem()}>
          {(problem) => <RetryNotice onRetry={() => void query.refetch()}>{problem().message}</RetryNotice>}
        </Show>
      </div>
      <Show when={props.session.hits.length > 1}>
        <OtherPlaces {...props} />
      </Show>
      <footer>
        <a class="button" data-kind="primary" href={href()} onClick={() => props.onOpen()}>
          {props.hit.itemId === null ? 'Open the session' : 'Open at this turn'}
        </a>
        <button class="button" type="button" onClick={() => void copyLink()}>
          Copy link
        </button>
      </footer>
    </aside>
  )
}

function OtherPlaces(props: Pick<Props, 'session' | 'hit' | 'timezone' | 'onChoose' | 'onShowAll'>) {
  let list!: HTMLElement
  createEffect(() => {
    props.hit
    list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  })
  return (
    <section class="other-places" ref={list}>
      <h3 class="label">
        Places in this session
        <span>
          {whole(props.session.hits.length)}
          {props.session.more > 0 ? '+' : ''}
        </span>
      </h3>
      <ul>
        <For each={props.session.hits}>
          {(hit) => (
            <li>
              <button
                type="button"
                aria-current={hit === props.hit ? 'true' : undefined}
                onClick={() => props.onChoose(keyOf(props.session.sessionId, hit))}
              >
                <time>{hit.at === null ? '' : clock(hit.at, props.timezone)}</time>
                <span class="quiet">{kindWords[hit.kind]}</span>
                <span class="cut" dir="auto">
                  <MarkedText snippet={withShortLead(hit.snippet)} />
                </span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}

const momentWords = ({ at, kind }: SearchHit, timezone: string) =>
  at === null
    ? kindWords[kind]
    : `${kindWords[kind]}, ${new Intl.DateTimeFormat('en-GB', {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        timeZone: timezone,
      })
        .format(at)
        .replace(/,/g, '')}`
