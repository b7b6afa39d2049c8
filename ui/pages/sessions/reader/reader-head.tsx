import ArrowLeft from 'lucide-solid/icons/arrow-left'
import X from 'lucide-solid/icons/x'
import { Show, Suspense } from 'solid-js'
import { runtimeLabels } from '../../../../src/facts/runtimes.ts'
import { clock, relativeTime } from '../../../../src/lib/format.ts'
import { costLabelOf, type Session } from '../../../../src/sessions/session.ts'
import { markOf, stateLabel } from '../../../../src/sessions/severity.ts'
import { ContextMeter } from '../../../components/context-meter.tsx'
import { CostText } from '../../../components/cost-text.tsx'
import { RawError } from '../../../components/raw-error.tsx'
import { errorOf, reasonOf, titleOf, witnessOf } from '../../../components/session-labels.ts'
import { StateMark } from '../../../components/state-mark.tsx'
import { lazyPart } from '../../../data/load-part.ts'
import type { Steering } from '../../../data/stores/steering.ts'
import { SessionAvatar } from '../../../office/agent-avatar.tsx'
import { now } from '../../../platform/now.ts'
import { ReaderMenus } from './reader-menus.tsx'
import { NotesLine, NotesMenu, type ReaderNotes } from './reader-notes.tsx'
import type { ReaderProps } from './reader-props.ts'

const SessionActs = lazyPart(async () => ({
  default: (await import('../../../steering/session-acts.tsx')).SessionActs,
}))

/** The title, the agent, the state and the cost of a session. */
export function ReaderHead(
  props: ReaderProps & { session: Session; notes: ReaderNotes; hasMeter: boolean; steering: Steering; onFind(): void },
) {
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
        <SessionAvatar session={session()} size={48} />
      </span>
      <div class="about">
        <h2 class="cut" title={titleOf(session())}>
          <bdi>{titleOf(session())}</bdi>
        </h2>
        <p class="state" data-mark={mark()}>
          <StateMark mark={mark()} label={stateLabel(session().state)} />
          <span class="cut" title={reasonOf(session())}>
            <bdi>{reasonOf(session())}</bdi>
          </span>
          <Show when={errorOf(session())}>{(error) => <RawError raw={error()}>Show the raw error</RawError>}</Show>
          <span class="quiet witness cut" title={witnessOf(session(), now())}>
            {witnessOf(session(), now())}
          </span>
        </p>
        <p class="facts-line quiet">
          <a href={`/agents/${encodeURIComponent(session().agentId)}`} class="cut" title={name()}>
            <bdi>{name()}</bdi>
          </a>
          <abbr class="tag" title={runtimeLabels[session().runtime].name}>
            {runtimeLabels[session().runtime].short}
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
          <Show when={!props.hasMeter && session().startedAt}>
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
        <NotesLine notes={props.notes} session={session()} />
      </div>
      <Show when={!props.hasMeter}>
        <div class="numbers">
          <b>
            <CostText words={costLabelOf(session())} />
          </b>
          <ContextMeter percent={session().contextPercent} />
        </div>
      </Show>
      <div class="verbs">
        <NotesMenu notes={props.notes} session={session()} />
        <ReaderMenus session={session()} onFind={props.onFind} />
        <Suspense>
          <Show when={props.steering.mayAct()}>
            <SessionActs session={session()} steering={props.steering} />
          </Show>
        </Suspense>
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
