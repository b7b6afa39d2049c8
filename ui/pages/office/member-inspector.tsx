import { A } from '@solidjs/router'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show, Suspense } from 'solid-js'
import { runtimeName } from '../../../src/facts/runtimes.ts'
import { cost, duration, percent, shortAge } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import { markOf } from '../../../src/sessions/severity.ts'
import { AttentionAsk } from '../../approvals/attention-ask.tsx'
import { CostText } from '../../components/cost-text.tsx'
import { doingWords } from '../../components/doing-words.ts'
import { witnessOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { lazyPart } from '../../data/load-part.ts'
import { createQuery } from '../../data/query.ts'
import { createMayAct, createSteering } from '../../data/stores/steering.ts'
import { Portrait } from '../../office/portrait.tsx'
import { now } from '../../platform/now.ts'
import { Composer } from '../../steering/composer.tsx'
import { SessionActs } from '../../steering/session-acts.tsx'

const ChangeLook = lazyPart(async () => ({ default: (await import('../../office/change-look.tsx')).ChangeLook }))

const heatWords = [
  'Nothing in the last minute',
  'A little in the last minute',
  'Much in the last minute',
  'Very much in the last minute',
] as const

/** Who somebody is, what it does and who says so, what it waits for, and everything a person can do about it. */
export function MemberInspector(props: {
  member: OfficeMember
  others: readonly OfficeMember[]
  timezone: string
  isFollowed: boolean
  onFollow(): void
  onChoose(id: string): void
  onClose(): void
  explain(id: string): string
}) {
  const member = () => props.member
  const sessionId = () => member().sessionId ?? undefined
  const steering = createSteering(sessionId)
  const mayAct = createMayAct()
  const session = createQuery({
    key: () => {
      const id = sessionId()
      return id === undefined ? undefined : (['office/session', id] as const)
    },
    fetcher: ([, id], signal) => ask(api.sessions({ id: encodeURIComponent(id) }).get({ fetch: { signal } })),
    changes: () => `${member().state} ${member().said}`,
    keepPrevious: false,
  })
  const known = () => session.data()
  const children = () => props.others.filter(({ parentId }) => parentId === member().id)
  const parent = () => props.others.find(({ id }) => id === member().parentId)
  const href = () => `/sessions/${encodeURIComponent(sessionId() ?? '')}`

  return (
    <aside class="panel inspector" aria-label={member().name}>
      <header>
        <Portrait seed={member().look} kind={member().kind === 'subagent' ? 'robot' : 'agent'} size={80} />
        <div class="who">
          <h2 class="cut" title={member().name}>
            <bdi>{member().name}</bdi>
          </h2>
          <p class="row state" data-mark={markOf(member().state)}>
            <StateMark mark={markOf(member().state)} label="" />
            <span>
              {capital(doingWords(member().state, member().activity))}
              <Show when={member().since !== null}>, {duration(Math.max(0, now() - member().since!))}</Show>
            </span>
          </p>
          <p class="quiet cut">
            {member().witness === null
              ? 'nobody says so'
              : witnessOf({ ...member(), witness: member().witness! }, now())}
          </p>
          <p class="quiet cut" title={member().model ?? undefined}>
            {runtimeName(member().runtime)}
            {member().model === null ? '' : `, ${member().model}`}
          </p>
        </div>
        <button class="icon-button" type="button" aria-label="Close" onClick={() => props.onClose()}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>

      <dl class="inspector-numbers">
        <Fact name="Today">
          <CostText words={cost(member().costTodayUsd, member().costTodayIsLowerBound)} />
        </Fact>
        <Fact name="Context" level={levelOf(member().contextPercent)}>
          {percent(member().contextPercent)}
        </Fact>
        <Fact name="Session">{shortAge(known()?.startedAt, now())}</Fact>
        <Fact name="Channel">{member().channel ?? '–'}</Fact>
      </dl>

      <div class="inspector-body">
        <Show when={member().reason && member().asks === null}>
          <p class="inspector-reason">{oneLine(member().reason!)}</p>
        </Show>
        <Show when={member().state === 'waiting' && sessionId()}>
          {(id) => (
            <Suspense>
              <AttentionAsk need={{ kind: 'waiting', id: id() }} name={member().name} hasKeys hasHead />
            </Suspense>
          )}
        </Show>
        <section>
          <h3>Last words</h3>
          <Show when={member().said} fallback={<p class="quiet">Nothing that was kept.</p>}>
            {(said) => (
              <p class="inspector-said">
                <bdi>{said()}</bdi>
              </p>
            )}
          </Show>
          <p class="quiet">
            <Show when={member().tool} fallback={heatWords[member().heat]}>
              {(tool) => (
                <>
                  Uses <code>{tool()}</code>. {heatWords[member().heat]}
                </>
              )}
            </Show>
          </p>
        </section>
        <Show when={parent()}>
          {(parent) => (
            <section>
              <h3>Works for</h3>
              <Relative member={parent()} onChoose={props.onChoose} />
            </section>
          )}
        </Show>
        <Show when={children().length > 0}>
          <section>
            <h3>Sub-agents</h3>
            <ul class="relatives">
              <For each={children()}>
                {(child) => (
                  <li>
                    <Relative member={child} onChoose={props.onChoose} />
                  </li>
                )}
              </For>
            </ul>
          </section>
        </Show>
        <details class="inspector-why">
          <summary>Why it is drawn so</summary>
          <p class="quiet">{props.explain(member().id)}</p>
        </details>
      </div>

      <footer>
        <Show when={known() && steering.mayAct()}>
          <Composer session={known()!} name={member().name} steering={steering} timezone={props.timezone} />
        </Show>
        <div class="inspector-acts">
          <Show when={sessionId()}>
            <A class="button" href={href()}>
              Open session
            </A>
          </Show>
          <Show when={member().kind === 'agent'}>
            <A class="button" href={`/agents/${encodeURIComponent(member().id)}`}>
              About
            </A>
          </Show>
          <Show when={member().kind === 'agent' && mayAct()}>
            <Suspense>
              <ChangeLook agentId={member().id} name={member().name} look={member().look} />
            </Suspense>
          </Show>
          <button class="button" type="button" aria-pressed={props.isFollowed} onClick={() => props.onFollow()}>
            {props.isFollowed ? 'Following' : 'Follow'}
          </button>
          <span class="apart" />
          <Show when={known() && steering.mayAct()}>
            <SessionActs session={known()!} steering={steering} />
          </Show>
        </div>
      </footer>
    </aside>
  )
}

function Fact(props: { name: string; level?: 'warn' | 'danger' | undefined; children: JSX.Element }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd data-level={props.level}>{props.children}</dd>
    </div>
  )
}

export const Relative = (props: { member: OfficeMember; onChoose(id: string): void }) => (
  <button class="relative" type="button" onClick={() => props.onChoose(props.member.id)}>
    <Portrait seed={props.member.look} kind={props.member.kind === 'subagent' ? 'robot' : 'agent'} size={24} />
    <span class="cut">
      <bdi>{props.member.name}</bdi>
    </span>
    <StateMark mark={markOf(props.member.state)} label={doingWords(props.member.state, props.member.activity)} />
  </button>
)

const levelOf = (context: number | null) =>
  context === null || context < 80 ? undefined : context >= 90 ? ('danger' as const) : ('warn' as const)

export const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
