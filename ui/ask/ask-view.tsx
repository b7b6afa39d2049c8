import { A } from '@solidjs/router'
import Clock from 'lucide-solid/icons/clock'
import Plus from 'lucide-solid/icons/plus'
import RadioTower from 'lucide-solid/icons/radio-tower'
import Square from 'lucide-solid/icons/square'
import { createEffect, createSignal, For, type JSX, Match, on, onMount, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { ago } from '../../src/lib/format.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { now } from '../platform/now.ts'
import { AnswerView } from './answer-view.tsx'
import { beforeWords, readOnlyWords, todayWords } from './ask-words.ts'
import { createAsk } from './create-ask.ts'

/** Questions to one's own data, and their answers: in the drawer, and on a page of its own. */
export function AskView(props: {
  conversationId: string | undefined
  onShow(id: string | undefined): void
  /** A number was followed to its page. */
  onFollow(): void
  /** Whether it is a page, and not beside one. */
  isPage?: true
  /** Controls at the end of the head. */
  end?: JSX.Element
}) {
  const data = createAsk(() => props.conversationId, props.onShow)
  const [showsHistory, setShowsHistory] = createSignal(false)
  const [question, setQuestion] = createSignal('')
  let body!: HTMLDivElement
  let field: HTMLTextAreaElement | undefined
  const isReady = () => data.me.data() !== undefined && data.state.data() !== undefined
  const mayWrite = () => data.mayAsk() && data.state.data()?.isOn === true
  const left = () =>
    (data.state.data()?.suggestions ?? []).filter((one) => !data.answers().some((a) => a.question === one))

  // The newest words stay in sight, as long as nobody has scrolled away from them.
  let isAtEnd = true
  const keepEnd = () => isAtEnd && body.scrollTo({ top: body.scrollHeight })
  createEffect(on([() => data.answers().length, () => data.growing()?.text.length], () => queueMicrotask(keepEnd)))
  onMount(() => field?.focus())
  createEffect(on(isReady, (ready) => ready && queueMicrotask(() => field?.focus()), { defer: true }))

  async function send(text: string) {
    const asked = text.trim()
    if (asked === '' || data.isSending() || data.growing()) return
    isAtEnd = true
    setShowsHistory(false)
    if (await data.ask(asked)) setQuestion('')
    field?.focus()
  }
  function begin() {
    setShowsHistory(false)
    props.onShow(undefined)
    field?.focus()
  }

  return (
    <>
      <header class="asking-head">
        <Dynamic component={props.isPage ? 'h1' : 'h2'}>Ask</Dynamic>
        <span class="quiet">your own data</span>
        <span class="spacer" />
        <Show when={data.mayAsk()}>
          <button class="button" type="button" onClick={begin}>
            <Plus size={14} aria-hidden="true" /> New
          </button>
          <button
            class="button"
            type="button"
            aria-pressed={showsHistory()}
            onClick={() => setShowsHistory((now) => !now)}
            title="What you asked before"
          >
            <Clock size={14} />
            <span class="hidden">What you asked before</span>
          </button>
        </Show>
        {props.end}
      </header>
      <div
        class="asking-body"
        ref={body}
        onScroll={() => {
          isAtEnd = body.scrollHeight - body.scrollTop - body.clientHeight < 40
        }}
      >
        <Switch>
          <Match when={!isReady()}>
            <ProblemNote text={data.state.problem()?.message} />
          </Match>
          <Match when={showsHistory()}>
            <HistoryList
              items={data.conversations.data()?.items ?? []}
              onOpen={(id) => {
                setShowsHistory(false)
                props.onShow(id)
              }}
              onForget={data.forget}
            />
          </Match>
          <Match when={!data.mayAsk()}>
            <p class="empty">
              Asking sends names and sums to a model, so it takes an operator. Sign in with the link that{' '}
              <code>wheelhouse open</code> prints.
            </p>
          </Match>
          <Match when={!data.state.data()!.isOn}>
            <div class="empty asking-off">
              <p>
                Ask is off. A model of your choice, in the cloud or on this machine, can answer questions about your
                agents: it reads costs, sessions, crons and the machine through tools that can change nothing.
              </p>
              <A class="button" data-kind="primary" href="/settings/ask" onClick={() => props.onFollow()}>
                Choose a model
              </A>
            </div>
          </Match>
          <Match when={true}>
            <Show when={data.answers().length === 0 && !data.isLoading()}>
              <p class="asking-left">
                <RadioTower size={16} stroke-width={1.75} aria-hidden="true" />
                <span>
                  <b>{beforeWords(data.state.data()!).lead}</b> {beforeWords(data.state.data()!).rest}
                </span>
              </p>
            </Show>
            <ProblemNote text={props.conversationId ? data.conversationProblem() : undefined} />
            <For each={data.answers()}>
              {(answer) => (
                <AnswerView answer={answer} isMadeUp={data.state.data()!.isMadeUp} onFollow={props.onFollow} />
              )}
            </For>
          </Match>
        </Switch>
      </div>
      <Show when={mayWrite()}>
        <div class="asking-foot">
          <ProblemNote text={data.problem()} />
          <Show when={!data.growing() && left().length > 0 && !showsHistory()}>
            <p class="asking-suggestions">
              <For each={left()}>
                {(text) => (
                  <button type="button" onClick={() => void send(text)}>
                    {text}
                  </button>
                )}
              </For>
            </p>
          </Show>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              void send(question())
            }}
          >
            <textarea
              class="field"
              ref={field}
              rows={1}
              maxLength={2_000}
              aria-label="Your question"
              placeholder="Ask about costs, sessions, crons, the machine"
              value={question()}
              onInput={(event) => setQuestion(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
                event.preventDefault()
                void send(question())
              }}
            />
            <Show when={data.growing()} fallback={<kbd>↵</kbd>}>
              {(growing) => (
                <button class="button" type="button" onClick={() => void data.stop(growing().id)}>
                  <Square size={12} aria-hidden="true" /> Stop
                </button>
              )}
            </Show>
          </form>
          <p class="quiet">
            <span>{readOnlyWords(data.state.data()!)}</span>
            <span class="right">{todayWords(data.state.data()!)}</span>
          </p>
        </div>
      </Show>
    </>
  )
}

function HistoryList(props: {
  items: { id: string; question: string; questions: number; askedAt: number }[]
  onOpen(id: string): void
  onForget(id: string): Promise<void>
}) {
  return (
    <Show when={props.items.length > 0} fallback={<p class="empty">You have asked nothing yet.</p>}>
      <ul class="asking-history">
        <For each={props.items}>
          {(item) => (
            <li>
              <button class="link-button" type="button" onClick={() => props.onOpen(item.id)}>
                {item.question}
              </button>
              <span class="quiet">
                {item.questions === 1 ? '' : `${item.questions} questions, `}
                {ago(item.askedAt, now())}
              </span>
              <button
                class="button"
                type="button"
                onClick={() => void props.onForget(item.id)}
                aria-label={`Forget ${item.question}`}
              >
                Forget
              </button>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
