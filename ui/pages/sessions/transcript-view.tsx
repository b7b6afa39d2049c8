import { A } from '@solidjs/router'
import { createEffect, createSignal, For, Index, Match, on, onMount, Show, Switch } from 'solid-js'
import { ago } from '../../../src/lib/format.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { markOf } from '../../../src/sessions/severity.ts'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { reasonOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'
import type { TranscriptView as ViewState } from './create-transcript-view.ts'
import type { ReaderProps } from './reader-props.ts'
import { StreamingLine } from './streaming-line.tsx'
import { TranscriptLine } from './transcript-line.tsx'

type LogProps = ReaderProps & { session: Session | undefined; log: ViewState; onRetry(): void }

/** The lines of a transcript and of the answer that is being written, and why they could not be loaded. */
export function TranscriptView(props: LogProps) {
  const { transcript } = props.log
  const items = () => transcript.items() ?? []
  /** Answers that the transcript does not have yet. They are shown at its end only. */
  const writing = () => (transcript.items() && !transcript.detached() ? props.log.writing.texts() : [])
  const working = () => props.session?.state === 'running' || props.session?.state === 'thinking'
  /** The items that were expanded or collapsed by hand. */
  const [expanded, setExpanded] = createSignal<ReadonlyMap<string, boolean>>(new Map())
  createEffect(
    on(
      () => props.id,
      () => setExpanded(new Map()),
      { defer: true },
    ),
  )
  let box!: HTMLDivElement
  let content!: HTMLDivElement
  onMount(() => props.log.attach(box, content))
  // A page that does not fill the window cannot be scrolled to load the one before.
  createEffect(
    on(items, () => {
      if (items().length > 0 && transcript.hasOlder() && box.scrollHeight <= box.clientHeight) void transcript.older()
    }),
  )

  return (
    <div class="transcript-container">
      <div
        ref={box}
        class="transcript"
        role="log"
        aria-live="off"
        aria-label="Transcript"
        aria-busy={transcript.items() === undefined && !transcript.problem()}
        tabindex={0}
        onScroll={props.log.onScroll}
        onKeyDown={(event) => {
          if (event.key !== 'End' || event.ctrlKey || event.metaKey) return
          event.preventDefault()
          void props.log.follow()
        }}
      >
        <div ref={content} class="transcript-content">
          <Show when={transcript.loadingOlder()}>
            <p class="transcript-edge quiet">Loading earlier messages</p>
          </Show>
          <Show when={items().length > 0 && !transcript.hasOlder()}>
            <p class="transcript-edge quiet">The beginning</p>
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
          <For each={items()}>
            {(item, index) => (
              <TranscriptLine
                item={item}
                before={items()[index() - 1]}
                session={props.session}
                agentName={props.session ? props.nameOf(props.session.agentId) : ''}
                timezone={props.timezone}
                running={working() && !transcript.detached()}
                expanded={expanded().get(item.id)}
                onExpand={(open) => setExpanded((before) => new Map(before).set(item.id, open))}
              />
            )}
          </For>
          <Index each={writing()}>
            {(one, index) => (
              <StreamingLine
                written={one()}
                before={index === 0 ? items().at(-1) : undefined}
                isFirst={index === 0}
                session={props.session}
                agentName={props.session ? props.nameOf(props.session.agentId) : ''}
                timezone={props.timezone}
              />
            )}
          </Index>
          <Show when={props.session && working() && !transcript.detached() && items().length + writing().length > 0}>
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
      <Show when={!props.log.following() && items().length > 0}>
        <button class="arrivals at-foot" type="button" onClick={() => void props.log.follow()}>
          {props.log.chip()}
        </button>
      </Show>
    </div>
  )
}
