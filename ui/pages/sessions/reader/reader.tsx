import { useLocation, useNavigate } from '@solidjs/router'
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show, Suspense } from 'solid-js'
import { placeOfItem } from '../../../../src/facts/item-id.ts'
import { oneLine } from '../../../../src/lib/plain-text.ts'
import type { Session } from '../../../../src/sessions/session.ts'
import { AttentionAsk } from '../../../approvals/attention-ask.tsx'
import { RetryNotice } from '../../../components/retry-notice.tsx'
import { momentInHash } from '../../../components/session-address.ts'
import { titleOf } from '../../../components/session-labels.ts'
import { api, askAt } from '../../../data/api.ts'
import { lazyPart } from '../../../data/load-part.ts'
import { useOverview } from '../../../data/overview-context.ts'
import { createQuery } from '../../../data/query.ts'
import { createSteering } from '../../../data/stores/steering.ts'
import { bindKeys } from '../../../platform/keyboard.ts'
import { createMedia } from '../../../platform/media.ts'
import { createBookmarks } from './create-bookmarks.ts'
import { createDigest } from './create-digest.ts'
import { createExpansion, toolKey } from './create-expansion.ts'
import { createMeter } from './create-meter.ts'
import { createTranscriptView } from './create-transcript-view.ts'
import { createFind } from './find/create-find.ts'
import { FindBar } from './find/find-bar.tsx'
import { FindMarks } from './find/find-marks.tsx'
import { itemInHash } from './item-link.ts'
import { aboutOf, nameOf } from './items/tool-kind.ts'
import { MeterPanel } from './panels/meter-panel.tsx'
import { Minimap } from './panels/minimap.tsx'
import { nextTurn, turnAt } from './panels/turns.ts'
import { TurnsPanel } from './panels/turns-panel.tsx'
import { readerApi } from './reader-api.ts'
import { ReaderHead } from './reader-head.tsx'
import { createReaderNotes } from './reader-notes.tsx'
import type { ReaderProps } from './reader-props.ts'
import { type ReaderTab, ReaderTabs } from './reader-tabs.tsx'
import { TranscriptView } from './transcript-view.tsx'

const Composer = lazyPart(async () => ({ default: (await import('../../../steering/composer.tsx')).Composer }))

/** One session: its transcript with the answer that is being written, its turns, and what it uses. */
export default function Reader(props: ReaderProps) {
  const { subscribe, subscribeTopic } = useOverview()
  const location = useLocation()
  const navigate = useNavigate()
  const isRoomy = createMedia('(min-width: 1440px)')
  const [tab, setTab] = createSignal<ReaderTab>('transcript')
  const log = createTranscriptView(props)
  const expansion = createExpansion()
  const id = () => props.id
  const digest = createDigest(id)
  const meter = createMeter(id)
  const bookmarks = createBookmarks(id)
  const find = createFind(id, log.here, ({ itemId, position }) => {
    // The words may stand in what is folded.
    log.goTo(position, itemId, (item) => expansion.set(item.kind === 'tool' ? toolKey(item.callId) : item.id, true))
  })
  const query = createQuery({
    key: () => ['sessions/one', props.id] as const,
    async fetcher([, id], signal) {
      const { data, seq } = await askAt(api.sessions({ id: encodeURIComponent(id) }).get({ fetch: { signal } }))
      if (!signal.aborted) log.writing.onAnswer(data.streamed, seq)
      return data
    },
    keepPrevious: false,
  })
  const { problem } = query
  const session = (): Session | undefined => query.data() ?? (props.known?.id === props.id ? props.known : undefined)
  const notes = createReaderNotes(session, () => query.data()?.annotation ?? null)
  const steering = createSteering(id)
  const working = () => session()?.state === 'running' || session()?.state === 'thinking'

  createEffect(() => {
    const { id } = props
    const stop = subscribeTopic(`session:${id}`, () => {
      log.writing.onSubscribed()
      void query.refetch()
    })
    onCleanup(stop)
  })
  function changed() {
    log.transcript.changed()
    digest.changed()
    meter.changed()
  }
  function retry() {
    if (problem()) void query.refetch()
    void log.transcript.newer()
  }
  subscribe({
    onEvent(event) {
      if (event.kind === 'session.streamed' && event.sessionId === props.id) log.writing.onEvent(event.text, event.seq)
      if (event.kind === 'annotations.changed')
        for (const { sessionId, annotation } of event.changes)
          if (sessionId === props.id) query.update((known) => ({ ...known, annotation }))
      if (event.kind !== 'session.changed' || event.session.id !== props.id) return
      query.update((known) => ({ ...known, ...event.session }))
      changed()
    },
    onGap() {
      void query.refetch()
      changed()
    },
  })

  // An address with an item opens there.
  createEffect(
    on(
      () => [props.id, itemInHash(location.hash)] as const,
      ([, itemId]) => {
        const place = itemId === undefined ? undefined : placeOfItem(itemId)
        if (place) goTo(place.position, itemId)
      },
    ),
  )
  // An address with a moment becomes that of the item which the moment is about.
  createEffect(
    on(
      () => [props.id, momentInHash(location.hash)] as const,
      async ([id, at]) => {
        if (at === undefined) return
        // Where it cannot be asked, the end is shown as for any other address.
        const { itemId } = await readerApi.itemAt(id, at).catch(() => ({ itemId: null }))
        if (itemId === null || props.id !== id || momentInHash(location.hash) !== at) return
        navigate(`${location.pathname}${location.search}#${itemId}`, { replace: true, scroll: false })
      },
    ),
  )
  function goTo(position: number, itemId?: string) {
    setTab('transcript')
    log.goTo(position, itemId)
  }
  function follow() {
    setTab('transcript')
    if (location.hash) navigate(location.pathname + location.search, { replace: true, scroll: false })
    return log.follow()
  }
  function toStart() {
    setTab('transcript')
    log.toStart()
  }
  const view = createMemo(() => {
    const visible = log.visible()
    const [first, last] = [visible?.first, visible?.last].map((itemId) => placeOfItem(itemId ?? '')?.position)
    return first === undefined || last === undefined ? undefined : { first, last }
  })

  function goByTurn(step: 1 | -1) {
    if (log.goByTurn(step)) return
    const here = log.here()
    const turn = here === undefined ? undefined : nextTurn(digest.data()?.turns ?? [], here, step)
    if (turn) log.goTo(turn.position)
    else if (step === 1) void log.follow()
  }
  /** An item, or else what one reads. It is called by its words, else by the turn that it is in. */
  function bookmark(itemId = log.reading()) {
    const item = log.transcript.items()?.find(({ id }) => id === itemId)
    if (!item) return
    const turn = turnAt(digest.data()?.turns ?? [], placeOfItem(item.id)?.position)
    const own = item.kind === 'message' || item.kind === 'thinking' || item.kind === 'note' ? item.text : ''
    const called = item.kind === 'tool' ? `${nameOf(item)} ${aboutOf(item, session()?.projectPath)}` : own
    const title = oneLine(called.slice(0, 200)).slice(0, 80) || oneLine(turn?.title ?? '') || 'A message'
    bookmarks.toggle({ itemId: item.id, title, at: item.at })
  }

  function toggleTools() {
    log.rest()
    expansion.toggleTools()
  }
  /** The list beside it hears its own keys. */
  const isOurs = (target: EventTarget | null) => !(target instanceof Element && target.closest('.session-grid'))
  bindKeys([
    { keys: 'J', isFor: isOurs, words: 'Next question or answer', group: 'This page', run: () => goByTurn(1) },
    { keys: 'K', isFor: isOurs, words: 'Previous question or answer', group: 'This page', run: () => goByTurn(-1) },
    { keys: 'F', words: 'Find in the transcript', group: 'This page', run: find.open },
    { keys: 'T', words: 'Open or close all tool calls', group: 'This page', run: toggleTools },
    {
      keys: 'M',
      words: 'Set or remove a bookmark at the top of the window',
      group: 'This page',
      run: () => bookmark(),
    },
    { keys: 'Home', words: 'Go to the beginning', group: 'This page', run: toStart },
    { keys: 'End', words: 'Follow the end', group: 'This page', run: () => void follow() },
    { keys: 'Escape', words: 'Close the transcript', group: 'This page', run: props.onClose },
  ])
  let root!: HTMLElement
  onMount(() => {
    if (!props.beside) root.focus({ preventScroll: true })
  })

  const turns = () => (
    <TurnsPanel
      digest={digest}
      meter={meter}
      bookmarks={bookmarks}
      timezone={props.timezone}
      isWorking={working()}
      here={log.here()}
      onGo={goTo}
    />
  )
  const meterPanel = () => (
    <MeterPanel session={session()} digest={digest} meter={meter} timezone={props.timezone} onGo={goTo} />
  )

  return (
    <div class="reader-area" data-roomy={isRoomy() ? '' : undefined}>
      <Show when={isRoomy() && problem()?.status !== 404}>
        <aside class="panel reader-side" aria-label="Turns">
          {turns()}
        </aside>
      </Show>
      <article
        ref={root}
        class="panel reader"
        aria-label={session() ? titleOf(session()!) : 'Session'}
        tabindex={-1}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return
          event.preventDefault()
          props.onClose()
        }}
      >
        <Show when={problem()?.status !== 404} fallback={<Gone text={problem()!.message} onClose={props.onClose} />}>
          <Show when={session()} fallback={<header class="reader-head" aria-busy="true" />}>
            {(session) => (
              <ReaderHead
                {...props}
                session={session()}
                notes={notes}
                hasMeter={isRoomy()}
                steering={steering}
                onFind={find.open}
              />
            )}
          </Show>
          <Show when={!isRoomy()}>
            <ReaderTabs value={tab()} onChoose={setTab} />
          </Show>
          <Show when={find.isOpen()}>
            <FindBar find={find} />
            <FindMarks find={find} items={log.transcript.items()} visible={log.visible()} current={log.marked()} />
          </Show>
          {/* Where the transcript fails as well, it says why. */}
          <Show when={!log.transcript.problem() && problem()}>
            {(problem) => <RetryNotice onRetry={query.refetch}>{problem().message}</RetryNotice>}
          </Show>
          {/* The transcript appears together with its head, which would move it. */}
          <Show when={session() ?? problem()}>
            <div class="reader-body">
              <TranscriptView
                {...props}
                session={session()}
                log={log}
                expansion={expansion}
                marginalia={{
                  turnCost: digest.costOf,
                  subagentCost: meter.costOfSubagent,
                  isBookmarked: bookmarks.has,
                  bookmark,
                }}
                onRetry={retry}
              >
                {/* Its column is there from the beginning, so that the text stays where it is. */}
                <Show
                  when={(digest.data()?.marks.length ?? 0) > 1}
                  fallback={<div class="minimap" data-empty aria-hidden="true" />}
                >
                  <Minimap
                    marks={digest.data()!.marks}
                    isWorking={working()}
                    view={view()}
                    hits={find.found()?.hits.map(({ position }) => position) ?? []}
                    onGo={(position) => log.goTo(position)}
                  />
                </Show>
              </TranscriptView>
              <Show when={session()}>
                {(session) => (
                  <AttentionAsk
                    need={{ kind: 'waiting', id: props.id }}
                    name={props.nameOf(session().agentId)}
                    hasKeys
                    hasHead
                  />
                )}
              </Show>
              <Suspense>
                <Show when={steering.mayAct() && session()}>
                  {(session) => (
                    <Composer
                      session={session()}
                      name={props.nameOf(session().agentId)}
                      steering={steering}
                      timezone={props.timezone}
                    />
                  )}
                </Show>
              </Suspense>
              <Show when={!isRoomy() && tab() !== 'transcript'}>
                <div class="reader-sheet">{tab() === 'turns' ? turns() : meterPanel()}</div>
              </Show>
            </div>
          </Show>
        </Show>
      </article>
      <Show when={isRoomy() && problem()?.status !== 404}>
        <aside class="panel reader-side" aria-label="Meter">
          {meterPanel()}
        </aside>
      </Show>
    </div>
  )
}

function Gone(props: { text: string; onClose(): void }) {
  return (
    <div class="reader-empty">
      <p>{props.text}</p>
      <button class="button" type="button" onClick={props.onClose}>
        Go to the list
      </button>
    </div>
  )
}
