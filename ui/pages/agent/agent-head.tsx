import { For, Show, Suspense } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import type { Testimony } from '../../../src/facts/testimony.ts'
import { ago, clock, duration, whole } from '../../../src/lib/format.ts'
import { oneLine, plainText } from '../../../src/lib/plain-text.ts'
import { costLabelOf } from '../../../src/sessions/session.ts'
import { groupOfState, markOf, stateLabel } from '../../../src/sessions/severity.ts'
import { CostText } from '../../components/cost-text.tsx'
import { RawError } from '../../components/raw-error.tsx'
import { errorOf, reasonOf, titleOf, witnessName, witnessOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { signInKey } from '../../data/api.ts'
import { lazyPart } from '../../data/load-part.ts'
import { createSteering } from '../../data/stores/steering.ts'
import { now } from '../../platform/now.ts'
import { type AgentInFull, createSpeaker } from './create-agent.ts'

const Composer = lazyPart(async () => ({ default: (await import('../../steering/composer.tsx')).Composer }))
const SessionActs = lazyPart(async () => ({ default: (await import('../../steering/session-acts.tsx')).SessionActs }))

/** Who the agent is, what it does now and who says so, and its last words. */
export function AgentHead(props: { agent: AgentInFull; timezone: string }) {
  const agent = () => props.agent
  const speaker = () => agent().sessions.latest.find(({ id }) => id === agent().sessionId)
  const before = () => agent().sessions.latest.find(({ id, kind }) => id !== agent().sessionId && kind !== 'cron')
  const { last, words: lastWords, testimonies, me } = createSpeaker(speaker, before)
  const isReady = () => groupOfState(agent().state) !== 'working' && groupOfState(agent().state) !== 'waiting'
  const mark = () => markOf(agent().state)
  const doing = () => {
    const session = speaker()
    return session && session.state === agent().state ? reasonOf(session) : stateLabel(agent().state)
  }
  const error = () => {
    const session = speaker()
    return session && session.state === agent().state ? errorOf(session) : null
  }
  /** Known before the server answers where nobody is signed in, so that nothing moves. */
  const isViewOnly = () => {
    const known = me()
    return known ? !(known.mayAct && atLeast(known.role, 'operator')) : signInKey.read() === undefined
  }
  const steering = createSteering(() => agent().sessionId ?? undefined)
  /** What the index knows of the session is enough to act on it. */
  const acted = () => (steering.mayAct() ? speaker() : undefined)
  /** The call that is open now: what runs, or what waits to be allowed. */
  const call = () => (isReady() ? null : (last()?.call ?? null))
  const words = () => oneLine(lastWords()?.text ?? '')

  return (
    <header class="panel agent-head">
      <div class="who">
        <div class="names">
          <h1 class="cut" title={agent().name}>
            <bdi>{agent().name}</bdi>
          </h1>
          <p class="facts-line quiet">
            <span>
              {runtimeLabels[agent().runtime].name} on {agent().host}
            </span>
            <Show when={agent().model}>
              <span class="cut" title={agent().model!}>
                {agent().model}
              </span>
            </Show>
            <Show when={agent().firstSeenAt !== null}>
              <span>aboard since {firstSeenWords(agent().firstSeenAt!, props.timezone)}</span>
            </Show>
            <span>
              {whole(agent().sessionsTotal)} {agent().sessionsTotal === 1 ? 'session' : 'sessions'}
            </span>
            <Show when={!agent().present}>
              <span>no longer in its runtime</span>
            </Show>
          </p>
          <Show when={isViewOnly()}>
            <p class="view-only quiet">
              View only: <code>wheelhouse open</code> signs you in to dismiss, snooze and set budgets.
            </p>
          </Show>
        </div>
        <Show when={speaker()}>
          {(session) => (
            <a class="button" data-kind="primary" href={`/sessions/${encodeURIComponent(session().id)}`}>
              Open session
            </a>
          )}
        </Show>
        <Suspense>
          <Show when={acted()}>
            {(session) => <SessionActs session={session()} steering={steering} agent={agent().id} />}
          </Show>
        </Suspense>
      </div>

      <div class="doing">
        <p class="state row" data-mark={mark()}>
          <StateMark mark={mark()} label="" />
          <span class="cut">
            <bdi>{doing()}</bdi>
            <Show when={speaker()}>
              {(session) => (
                <>
                  {', '}
                  <a href={`/sessions/${encodeURIComponent(session().id)}`} title={titleOf(session())}>
                    <bdi>{titleOf(session())}</bdi>
                  </a>
                </>
              )}
            </Show>
          </span>
          <Show when={error()}>{(raw) => <RawError raw={raw()}>Show the raw error</RawError>}</Show>
        </p>
        <Show when={!isReady()}>
          <p class="call row">
            <Show when={call()}>
              {(call) => (
                <>
                  <span class="tag">{oneLine(call().tool)}</span>
                  <code class="cut" title={plainText(call().words ?? '')}>
                    <bdi>{oneLine(call().words ?? '')}</bdi>
                  </code>
                  <Show when={call().at}>
                    {(at) => <span class="quiet">{duration(Math.max(0, now() - at()))}</span>}
                  </Show>
                </>
              )}
            </Show>
          </p>
        </Show>
        <Show when={speaker()}>
          {(session) => (
            <p class="witness quiet">
              <span>{witnessOf(session(), now())}</span>
              <For each={others(testimonies(), session().witness)}>
                {(testimony) => <span>{testimonyWords(testimony, agent().state)}</span>}
              </For>
              <span>
                <CostText words={costLabelOf(session())} /> so far
              </span>
            </p>
          )}
        </Show>
      </div>

      <Show
        when={words()}
        fallback={
          <p class="last-words empty-words quiet">
            {silence(speaker() !== undefined, me()?.role, last() !== undefined)}
          </p>
        }
      >
        <blockquote class="last-words">
          <p title={plainText(lastWords()?.text ?? '')}>
            <bdi>{words()}</bdi>
          </p>
          <footer class="quiet">
            {agent().name}
            <Show when={lastWords()?.at}>
              {(at) => (
                <>
                  , {clock(at(), props.timezone)}, {ago(at(), now(), props.timezone)}
                </>
              )}
            </Show>
          </footer>
        </blockquote>
      </Show>
      <Suspense>
        <Show when={acted()}>
          {(session) => (
            <Composer session={session()} name={agent().name} steering={steering} timezone={props.timezone} />
          )}
        </Show>
      </Suspense>
    </header>
  )
}

/** Why no last words are shown. */
function silence(hasSession: boolean, role: string | undefined, isRead: boolean): string {
  if (role === 'screen') return 'What agents say is not shown on a screen.'
  if (!hasSession) return 'It has not said anything yet.'
  return isRead ? 'It has not said anything in this session yet.' : ''
}

/** What witnesses say beside the one that is believed. */
const others = (testimonies: readonly Testimony[], believed: string) =>
  testimonies.filter(({ witness }) => witness !== believed)

const agreeing: Record<Testimony['says'], readonly string[]> = {
  working: ['running', 'thinking', 'stalled'],
  waiting: ['waiting'],
  idle: ['idle', 'finished', 'asleep'],
  gone: ['killed'],
}

const testimonyWords = ({ witness, says, runtime }: Testimony, state: string) =>
  `${witnessName(witness, runtime)} ${agreeing[says].includes(state) ? 'agrees' : `says ${says}`}`

/** The day an agent was first seen; the year is left out where it is this one. */
const firstSeenWords = (at: number, timezone: string) => {
  const date = new Date(at)
  const sameYear = date.getUTCFullYear() === new Date(now()).getUTCFullYear()
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: timezone,
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date)
}
