import ArrowLeft from 'lucide-solid/icons/arrow-left'
import Check from 'lucide-solid/icons/check'
import Link from 'lucide-solid/icons/link-2'
import X from 'lucide-solid/icons/x'
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Index,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Switch,
} from 'solid-js'
import { ago, clock, relativeTime } from '../../../src/lib/format.ts'
import { costOf, type Session } from '../../../src/sessions/session.ts'
import { api, askAt, Problem } from '../../api.ts'
import { bindKeys } from '../../keys.ts'
import { useOverview } from '../../overview-context.ts'
import { ContextMeter } from '../../parts/context-meter.tsx'
import { copyText } from '../../parts/copy.ts'
import { now } from '../../parts/now.ts'
import { runtimes } from '../../parts/runtime.ts'
import { markOf, StateMark } from '../../parts/state-mark.tsx'
import { createTranscript } from './create-transcript.ts'
import { createWriting } from './create-writing.ts'
import { FaceOf } from './face.tsx'
import { anchored, followsOn, followWords, isAtEnd, type Place } from './follow.ts'
import { reasonOf, stateWords, titleOf } from './title.ts'
import { TranscriptLine } from './transcript-line.tsx'
import { WrittenLine } from './written-line.tsx'

export type ReaderProps = {
  id: string
  /** What the list knows of it already. */
  known: Session | undefined
  nameOf(agentId: string): string
  timezone: string
  /** Beside the list instead of in its place. */
  beside: boolean
  onClose(): void
}

/** One session as it was written, and as it is being written. */
export default function Reader(props: ReaderProps) {
  const { listenWith, hearMore } = useOverview()
  const [session, setSession] = createSignal<Session | undefined>(props.known)
  const [problem, setProblem] = createSignal<Problem>()

  async function load(id: string) {
    try {
      const { data, seq } = await askAt(api.sessions({ id: encodeURIComponent(id) }).get())
      if (id !== props.id) return
      setSession(data)
      log.writing.answered(data.streamed, seq)
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (id === props.id) setProblem(error)
    }
  }
  createEffect(
    on(
      () => props.id,
      (id) => {
        setSession(props.known?.id === id ? props.known : undefined)
        setProblem(undefined)
        void load(id)
      },
    ),
  )

  const log = createLog(props)
  createEffect(() => {
    const { id } = props
    const stop = hearMore(`session:${id}`, () => {
      log.writing.listening()
      void load(id)
    })
    onCleanup(stop)
  })
  function retry() {
    if (problem()) void load(props.id)
    void log.transcript.newer()
  }
  listenWith({
    hear(event) {
      if (event.kind === 'session.streamed' && event.sessionId === props.id) log.writing.heard(event.text, event.seq)
      if (event.kind !== 'session.changed' || event.session.id !== props.id) return
      setSession(event.session)
      log.transcript.stir()
    },
    askAnew() {
      void load(props.id)
      log.transcript.stir()
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
          {(session) => <Head {...props} session={session()} />}
        </Show>
        {/* One cause is said once: below, where the transcript fails too. */}
        <Show when={!log.transcript.problem() && problem()}>
          {(problem) => (
            <div class="list-trouble" role="alert">
              <span>{problem().message}</span>
              <button class="button" type="button" onClick={() => void load(props.id)}>
                Retry
              </button>
            </div>
          )}
        </Show>
        {/* Together with its head: what comes later would push it down. */}
        <Show when={session() ?? problem()}>
          <Log {...props} session={session()} log={log} onRetry={retry} />
        </Show>
      </Show>
    </article>
  )
}

function Head(props: ReaderProps & { session: Session }) {
  const session = () => props.session
  const name = () => props.nameOf(session().agentId)
  const mark = () => markOf(session().state)
  return (
    <header class="reader-head">
      <Show when={!props.beside}>
        <button class="icon-button" type="button" aria-label="Back to the list" onClick={props.onClose}>
          <ArrowLeft size={18} />
        </button>
      </Show>
      <span class="face">
        <FaceOf session={session()} size={48} />
      </span>
      <div class="about">
        <h2 class="cut" title={titleOf(session())}>
          <bdi>{titleOf(session())}</bdi>
        </h2>
        <p class="state" data-mark={mark()}>
          <StateMark mark={mark()} label={stateWords(session().state)} />
          <span class="cut" title={reasonOf(session())}>
            <bdi>{reasonOf(session())}</bdi>
          </span>
        </p>
        <p class="facts-line quiet">
          <a href={`/agents/${encodeURIComponent(session().agentId)}`} class="cut" title={name()}>
            <bdi>{name()}</bdi>
          </a>
          <abbr class="tag" title={runtimes[session().runtime].name}>
            {runtimes[session().runtime].short}
          </abbr>
          <Show when={session().model}>
            <span class="cut" title={session().model!}>
              {session().model}
            </span>
          </Show>
          <Show when={session().projectPath}>
            {(path) => (
              <code class="cut project" title={path()}>
                <bdi>{path()}</bdi>
              </code>
            )}
          </Show>
          <Show when={session().branch}>
            <code class="cut" title={`Branch ${session().branch}`}>
              {session().branch}
            </code>
          </Show>
          <Show when={session().startedAt}>
            {(at) => (
              <span title={new Date(at()).toISOString()}>
                started{' '}
                {now() - at() < 86_400_000 ? clock(at(), props.timezone) : relativeTime(at(), now(), props.timezone)}
              </span>
            )}
          </Show>
          <Show when={session().parentId}>
            {(parent) => <a href={`/sessions/${encodeURIComponent(parent())}`}>started by another session</a>}
          </Show>
        </p>
      </div>
      <div class="numbers">
        <b>{costOf(session())}</b>
        <ContextMeter percent={session().contextPercent} />
      </div>
      <div class="verbs">
        <CopyButton />
        <Show when={props.beside}>
          <button
            class="icon-button"
            type="button"
            aria-label="Close the transcript"
            title="Close (Esc)"
            onClick={props.onClose}
          >
            <X size={18} />
          </button>
        </Show>
      </div>
    </header>
  )
}

function CopyButton() {
  const [copied, setCopied] = createSignal(false)
  let back: number | undefined
  onCleanup(() => clearTimeout(back))
  return (
    <button
      class="button copy"
      type="button"
      onClick={async () => {
        if (!(await copyText(location.origin + location.pathname))) return
        setCopied(true)
        clearTimeout(back)
        back = window.setTimeout(() => setCopied(false), 2_000)
      }}
    >
      <Show when={copied()} fallback={<Link size={16} aria-hidden="true" />}>
        <Check size={16} aria-hidden="true" />
      </Show>
      <span>{copied() ? 'Copied' : 'Copy link'}</span>
    </button>
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

/** What belongs to the scrolling of a transcript: it follows its end until one scrolls up. */
function createLog(props: ReaderProps) {
  const [following, setFollowing] = createSignal(true)
  /** The last item that was there while the end was followed. */
  const [seen, setSeen] = createSignal<string>()
  let box: HTMLElement | undefined
  let place: Place = { scrollTop: 0, clientHeight: 0, scrollHeight: 0 }

  const transcript = createTranscript(() => props.id, hold, following)
  const writing = createWriting(() => props.id, transcript.items)

  /** Notes where the line at the top of the window stands, to put it there again. */
  function hold() {
    const top = box?.getBoundingClientRect().top ?? 0
    const anchor =
      following() || !box
        ? undefined
        : [...box.querySelectorAll<HTMLElement>('[data-item]')].find(
            (line) => line.getBoundingClientRect().bottom > top + 1,
          )
    const was = anchor?.getBoundingClientRect().top ?? 0
    return () => {
      if (!box) return
      if (following()) box.scrollTop = box.scrollHeight
      else if (anchor?.isConnected) box.scrollTop = anchored(box.scrollTop, was, anchor.getBoundingClientRect().top)
      place = placeOf(box)
    }
  }

  const placeOf = ({ scrollTop, clientHeight, scrollHeight }: HTMLElement): Place => ({
    scrollTop,
    clientHeight,
    scrollHeight,
  })

  createEffect(() => {
    const last = transcript.items()?.at(-1)?.id
    if (following()) setSeen(last)
  })
  createEffect(
    on(
      () => props.id,
      () => setFollowing(true),
      { defer: true },
    ),
  )

  const fresh = createMemo(() => {
    const items = transcript.items() ?? []
    if (following()) return { count: 0, isMore: false }
    const at = items.findLastIndex(({ id }) => id === seen())
    return { count: at === -1 ? items.length : items.length - 1 - at, isMore: at === -1 || transcript.detached() }
  })

  return {
    transcript,
    writing,
    following,
    chip: () => followWords(transcript.detached() ? 0 : fresh().count, !transcript.detached() && fresh().isMore),
    attach(element: HTMLElement, content: HTMLElement) {
      box = element
      const resize = new ResizeObserver(() => {
        if (following() && box) box.scrollTop = box.scrollHeight
        if (box) place = placeOf(box)
      })
      resize.observe(content)
      resize.observe(element)
      onCleanup(() => resize.disconnect())
    },
    onScroll() {
      if (!box) return
      const after = placeOf(box)
      setFollowing(!transcript.detached() && followsOn(following(), place, after))
      place = after
      if (after.scrollTop < 600 && !following()) void transcript.older()
      if (transcript.detached() && isAtEnd({ ...after, scrollTop: after.scrollTop + 600 })) void transcript.newer()
    },
    async follow() {
      setFollowing(true)
      if (transcript.detached()) await transcript.start()
      if (box) box.scrollTop = box.scrollHeight
    },
  }
}

type LogProps = ReaderProps & { session: Session | undefined; log: ReturnType<typeof createLog>; onRetry(): void }

function Log(props: LogProps) {
  const { transcript } = props.log
  const items = () => transcript.items() ?? []
  /** What the transcript does not have yet: only at its end. */
  const writing = () => (transcript.items() && !transcript.detached() ? props.log.writing.texts() : [])
  const working = () => props.session?.state === 'running' || props.session?.state === 'thinking'
  /** What was opened or folded by hand; the rest is as its state says. */
  const [levers, setLevers] = createSignal<ReadonlyMap<string, boolean>>(new Map())
  createEffect(
    on(
      () => props.id,
      () => setLevers(new Map()),
      { defer: true },
    ),
  )
  let box!: HTMLDivElement
  let content!: HTMLDivElement
  onMount(() => props.log.attach(box, content))
  // A page that does not fill the window leaves nothing to scroll up with.
  createEffect(
    on(items, () => {
      if (items().length > 0 && transcript.hasOlder() && box.scrollHeight <= box.clientHeight) void transcript.older()
    }),
  )

  return (
    <div class="log-frame">
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
        <div ref={content} class="log-content">
          <Show when={transcript.loadingOlder()}>
            <p class="log-edge quiet">Loading what was before</p>
          </Show>
          <Show when={items().length > 0 && !transcript.hasOlder()}>
            <p class="log-edge quiet">The beginning</p>
          </Show>
          <Switch>
            <Match when={transcript.items() === undefined && !transcript.problem()}>
              <div class="late" aria-hidden="true">
                <For each={[1, 2, 3, 4, 5, 6]}>{() => <span class="skeleton" />}</For>
              </div>
            </Match>
            <Match when={transcript.items() !== undefined && items().length === 0 && writing().length === 0}>
              <p class="reader-empty">{transcript.missing() ?? 'Nothing was written yet.'}</p>
            </Match>
          </Switch>
          <Show when={items().length > 0 && transcript.missing()}>
            <p class="log-edge">Not all of it is here. {transcript.missing()}</p>
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
                lever={levers().get(item.id)}
                onLever={(open) => setLevers((before) => new Map(before).set(item.id, open))}
              />
            )}
          </For>
          <Index each={writing()}>
            {(one, index) => (
              <WrittenLine
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
            <p class="doing" data-mark={markOf(props.session!.state)}>
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
          <div class="list-trouble" role="alert">
            <span>
              {problem().message}
              <Show when={transcript.asOf()}>
                {(at) => <span class="quiet"> What is shown is from {ago(at(), now())}.</span>}
              </Show>
            </span>
            <button class="button" type="button" onClick={props.onRetry}>
              Retry
            </button>
          </div>
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
