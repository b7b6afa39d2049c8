import { createEffect, onCleanup, onMount, Show } from 'solid-js'
import type { Session } from '../../../src/sessions/session.ts'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { titleOf } from '../../components/session-labels.ts'
import { api, askAt } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { createTranscriptView } from './create-transcript-view.ts'
import { ReaderHead } from './reader-head.tsx'
import type { ReaderProps } from './reader-props.ts'
import { TranscriptView } from './transcript-view.tsx'

/** One session with its transcript, and the answer that is being written. */
export default function Reader(props: ReaderProps) {
  const { subscribe, subscribeTopic } = useOverview()
  const log = createTranscriptView(props)
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

  createEffect(() => {
    const { id } = props
    const stop = subscribeTopic(`session:${id}`, () => {
      log.writing.onSubscribed()
      void query.refetch()
    })
    onCleanup(stop)
  })
  function retry() {
    if (problem()) void query.refetch()
    void log.transcript.newer()
  }
  subscribe({
    onEvent(event) {
      if (event.kind === 'session.streamed' && event.sessionId === props.id) log.writing.onEvent(event.text, event.seq)
      if (event.kind !== 'session.changed' || event.session.id !== props.id) return
      query.update((known) => ({ ...known, ...event.session }))
      log.transcript.changed()
    },
    onGap() {
      void query.refetch()
      log.transcript.changed()
    },
  })
  bindKeys([
    { keys: 'F', words: 'Follow the end', group: 'This page', run: log.follow },
    { keys: 'End', words: 'Follow the end', group: 'This page', run: log.follow },
    { keys: 'Escape', words: 'Close the transcript', group: 'This page', run: props.onClose },
  ])
  let root!: HTMLElement
  onMount(() => {
    if (!props.beside) root.focus({ preventScroll: true })
  })

  return (
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
          {(session) => <ReaderHead {...props} session={session()} />}
        </Show>
        {/* Where the transcript fails as well, it says why. */}
        <Show when={!log.transcript.problem() && problem()}>
          {(problem) => <RetryNotice onRetry={query.refetch}>{problem().message}</RetryNotice>}
        </Show>
        {/* The transcript appears together with its head, which would move it. */}
        <Show when={session() ?? problem()}>
          <TranscriptView {...props} session={session()} log={log} onRetry={retry} />
        </Show>
      </Show>
    </article>
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
