import { A } from '@solidjs/router'
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Index,
  type JSX,
  Match,
  on,
  onMount,
  Show,
  Switch,
} from 'solid-js'
import { ago } from '../../../../src/lib/format.ts'
import type { Session } from '../../../../src/sessions/session.ts'
import { markOf } from '../../../../src/sessions/severity.ts'
import { RetryNotice } from '../../../components/retry-notice.tsx'
import { reasonOf } from '../../../components/session-labels.ts'
import { StateMark } from '../../../components/state-mark.tsx'
import { now } from '../../../platform/now.ts'
import { AnswerAnnouncer } from './answer-announcer.tsx'
import type { createExpansion } from './create-expansion.ts'
import type { TranscriptView as ViewState } from './create-transcript-view.ts'
import { TranscriptLine } from './items/line.tsx'
import { StreamingLine } from './items/streaming-line.tsx'
import { TranscriptContext, type TranscriptState } from './reader-context.ts'
import type { ReaderProps } from './reader-props.ts'
import { Subagent } from './subagent.tsx'
import { TranscriptFoot } from './transcript-foot.tsx'
import { createRows } from './transcript-rows.ts'

type LogProps = ReaderProps & {
  session: Session | undefined
  log: ViewState
  expansion: ReturnType<typeof createExpansion>
  /** What lines know from elsewhere: costs of turns and sub-agents, and bookmarks. */
  marginalia: Pick<TranscriptState, 'turnCost' | 'subagentCost' | 'isBookmarked' | 'bookmark'>
  onRetry(): void
  /** What stands at the right edge of the text. */
  children?: JSX.Element
}

/** The lines of a transcript and of the answer that is being written, and why they could not be loaded. */
export function TranscriptView(props: LogProps) {
  const { transcript } = props.log
  const items = () => transcript.items() ?? []
  const [showsRecords, setShowsRecords] = createSignal(false)
  const rowsOf = createRows()
  const shown = createMemo(() => rowsOf(items(), showsRecords()))
  const rows = () => shown().rows
  /** Answers that the transcript does not have yet. They are shown at its end only. */
  const writing = () => (transcript.items() && !transcript.detached() ? props.log.writing.texts() : [])
  const working = () => props.session?.state === 'running' || props.session?.state === 'thinking'
  createEffect(on(() => props.id, props.expansion.reset, { defer: true }))
  let box!: HTMLDivElement
  let content!: HTMLDivElement
  onMount(() => props.log.attach(box, content))
  // A page that does not fill the window cannot be scrolled to load the one before.
  createEffect(
    on(items, () => {
      if (items().length > 0 && transcript.hasOlder() && box.scrollHeight <= box.clientHeight) void transcript.older()
    }),
  )
  const state: TranscriptState = {
    sessionId: () => props.id,
    session: () => props.session,
    agentName: () => (props.session ? props.nameOf(props.session.agentId) : ''),
    timezone: () => props.timezone,
    running: () => working() && !transcript.detached(),
    depth: 0,
    expanded: props.expansion.of,
    expand(itemId, isOpen) {
      props.log.rest()
      props.expansion.set(itemId, isOpen)
    },
    turnCost: (itemId) => props.marginalia.turnCost(itemId),
    subagentCost: (id) => props.marginalia.subagentCost(id),
    isMarked: (itemId) => props.log.marked() === itemId,
    isBookmarked: (itemId) => props.marginalia.isBookmarked(itemId),
    bookmark: (itemId) => props.marginalia.bookmark(itemId),
    Subagent,
  }

  return (
    <TranscriptContext.Provider value={state}>
      <div class="transcript-container">
        <div class="transcript-window">
          <div
            ref={box}
            class="transcript"
            id="transcript"
            role="log"
            aria-live="off"
            aria-label="Transcript"
            aria-busy={transcript.items() === undefined && !transcript.problem()}
            tabindex={0}
            onScroll={props.log.onScroll}
            onKeyDown={(event) => {
              if ((event.key !== 'End' && event.key !== 'Home') || event.ctrlKey || event.metaKey) return
              // The browser would go to the end of what is loaded.
              event.preventDefault()
              if (event.key === 'Home') props.log.toStart()
              else void props.log.follow()
            }}
          >
            <div ref={content} class="transcript-content">
              {/* It is there before it says anything, so that it moves nothing. */}
              <Show when={items().length > 0}>
                <p class="transcript-edge quiet">
                  {transcript.loadingOlder()
                    ? 'Loading earlier messages'
                    : transcript.hasOlder()
                      ? '\u00a0'
                      : 'The beginning'}
                </p>
              </Show>
              <Switch>
                <Match when={transcript.items() === undefined && !transcript.problem()}>
                  <div class="late" aria-hidden="true">
                    <For each={[1, 2, 3, 4, 5, 6]}>{() => <span class="skeleton" />}</For>
                  </div>
                </Match>
                <Match when={transcript.items() !== undefined && items().length === 0 && writing().length === 0}>
                  <div class="reader-empty">
                    <p>{transcript.missing() ?? 'No messages yet.'}</p>
                    <Show when={transcript.missing()}>
                      <A
                        class="button"
                        href={`/costs?range=all&figure=${encodeURIComponent(`session:${props.id}`)}&tab=calls`}
                      >
                        Show its answers and what each cost
                      </A>
                    </Show>
                  </div>
                </Match>
              </Switch>
              <Show when={items().length > 0 && transcript.missing()}>
                <p class="transcript-edge">Not all of it is here. {transcript.missing()}</p>
              </Show>
              <For each={rows()}>{(row, index) => <TranscriptLine row={row} before={rows()[index() - 1]} />}</For>
              <Index each={writing()}>
                {(one, index) => (
                  <StreamingLine
                    written={one()}
                    before={index === 0 ? rows().at(-1) : undefined}
                    isFirst={index === 0}
                  />
                )}
              </Index>
              <Show when={transcript.detached() && items().length > 0}>
                <p class="transcript-edge quiet">Later messages load as you scroll</p>
              </Show>
              <Show
                when={props.session && working() && !transcript.detached() && items().length + writing().length > 0}
              >
                <p class="current-activity" data-mark={markOf(props.session!.state)}>
                  <StateMark mark={markOf(props.session!.state)} label="" />
                  <bdi class="cut" title={props.nameOf(props.session!.agentId)}>
                    {props.nameOf(props.session!.agentId)}
                  </bdi>{' '}
                  <span class="cut" title={reasonOf(props.session!)}>
                    {props.session!.state === 'thinking' ? 'is thinking' : reasonOf(props.session!)}
                  </span>
                </p>
              </Show>
            </div>
          </div>
          {props.children}
        </div>
        <Show when={transcript.problem()}>
          {(problem) => (
            <RetryNotice onRetry={props.onRetry}>
              {problem().message}
              <Show when={transcript.asOf()}>
                {(at) => <span class="quiet"> What is shown is from {ago(at(), now())}.</span>}
              </Show>
            </RetryNotice>
          )}
        </Show>
        <AnswerAnnouncer items={transcript.items()} name={state.agentName()} isAtEnd={!transcript.detached()} />
      </div>
      <Show when={items().length > 0}>
        <TranscriptFoot
          isFollowing={props.log.following()}
          isWorking={working()}
          follow={props.log.chip()}
          onFollow={() => void props.log.follow()}
          hidden={shown().hidden}
          showsRecords={showsRecords()}
          onRecords={setShowsRecords}
        />
      </Show>
    </TranscriptContext.Provider>
  )
}
