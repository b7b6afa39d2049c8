import ExternalLink from 'lucide-solid/icons/external-link'
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { costLabelOf, type Session } from '../../../../src/sessions/session.ts'
import { CostText } from '../../../components/cost-text.tsx'
import { RetryNotice } from '../../../components/retry-notice.tsx'
import { reasonOf, titleOf } from '../../../components/session-labels.ts'
import { api, ask } from '../../../data/api.ts'
import { useOverview } from '../../../data/overview-context.ts'
import { createQuery } from '../../../data/query.ts'
import { createExpansion } from './create-expansion.ts'
import { createTranscript } from './create-transcript.ts'
import { TranscriptLine } from './items/line.tsx'
import { TranscriptContext, useTranscript } from './reader-context.ts'
import { createRows } from './transcript-rows.ts'

/** As many of its last lines are shown at first, and more at each press. */
const firstRows = 6
const moreRows = 30

/** The transcript of a sub-agent within the one that started it: its last lines, and earlier ones when asked for. */
export function Subagent(props: { sessionId: string }) {
  const around = useTranscript()
  const { subscribe, overview } = useOverview()
  const [shown, setShown] = createSignal(firstRows)
  const expansion = createExpansion()
  const transcript = createTranscript(
    () => props.sessionId,
    () => () => {},
    () => true,
  )
  const query = createQuery({
    key: () => ['sessions/one', props.sessionId] as const,
    fetcher: ([, id], signal) => ask(api.sessions({ id: encodeURIComponent(id) }).get({ fetch: { signal } })),
  })
  const session = (): Session | undefined => query.data()
  subscribe({
    onEvent(event) {
      if (event.kind !== 'session.changed' || event.session.id !== props.sessionId) return
      query.update((known) => ({ ...known, ...event.session }))
      transcript.changed()
    },
    onGap() {
      void query.refetch()
      transcript.changed()
    },
  })
  const rowsOf = createRows()
  const rows = createMemo(() => rowsOf(transcript.items() ?? [], false).rows)
  const last = createMemo(() => rows().slice(-shown()))
  const earlier = () => rows().length - last().length
  /** Asked for before they were there. */
  createEffect(
    on([rows, shown], () => {
      if (shown() > rows().length && rows().length > 0 && shown() > firstRows) void transcript.older()
    }),
  )
  const agentName = () => {
    const known = session()
    return known ? titleOf(known) : (overview()?.agents.find(({ id }) => id === props.sessionId)?.name ?? 'Sub-agent')
  }

  return (
    <TranscriptContext.Provider
      value={{
        ...around,
        sessionId: () => props.sessionId,
        session,
        agentName,
        running: () => session()?.state === 'running' || session()?.state === 'thinking',
        depth: around.depth + 1,
        expanded: expansion.of,
        expand: expansion.set,
        turnCost: () => undefined,
        isMarked: () => false,
        isBookmarked: () => false,
      }}
    >
      <section class="subagent" aria-label={`Transcript of ${agentName()}`}>
        <p class="subagent-head quiet">
          <Show when={session()}>
            {(session) => (
              <span class="cut">
                {session().model ? `${session().model}, ` : ''}
                <CostText words={costLabelOf(session())} />, {reasonOf(session())}
              </span>
            )}
          </Show>
          <a href={`/sessions/${encodeURIComponent(props.sessionId)}`}>
            Open <ExternalLink size={12} aria-hidden="true" />
          </a>
        </p>
        <Show when={earlier() > 0 || transcript.hasOlder()}>
          <button class="link-button" type="button" onClick={() => setShown((rows) => rows + moreRows)}>
            {earlier() > 0 ? `${earlier()}${transcript.hasOlder() ? '+' : ''} earlier steps` : 'Earlier steps'}
          </button>
        </Show>
        <For each={last()}>{(row, index) => <TranscriptLine row={row} before={last()[index() - 1]} />}</For>
        <Show when={transcript.items()?.length === 0}>
          <p class="quiet">{transcript.missing() ?? 'It has written nothing yet.'}</p>
        </Show>
        <Show when={transcript.problem()}>
          {(problem) => <RetryNotice onRetry={() => void transcript.newer()}>{problem().message}</RetryNotice>}
        </Show>
      </section>
    </TranscriptContext.Provider>
  )
}
