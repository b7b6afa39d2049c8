import { For, type JSX, Show } from 'solid-js'
import type { OfficeMember } from '../../../src/office/member.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { markOf } from '../../../src/sessions/severity.ts'
import { isActive } from '../../../src/sessions/state.ts'
import { channelName, isFromOutside } from '../../components/channels.ts'
import { doingWords } from '../../components/doing-words.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { updatesOf } from './gateway-updates.ts'
import { To } from './object-parts.tsx'

type Crew = { members: readonly OfficeMember[]; onChoose(id: string): void }

/** Members, each with something to say about it. */
const People = (props: Crew & { empty: string; children?: (member: OfficeMember) => JSX.Element }) => (
  <ul class="object-rows">
    <For each={props.members} fallback={<li class="quiet">{props.empty}</li>}>
      {(member) => (
        <li>
          <StateMark mark={markOf(member.state)} label="" />
          <button class="link-button" type="button" onClick={() => props.onChoose(member.id)}>
            <bdi>{member.name}</bdi>
          </button>
          <Show when={props.children}>{(words) => <span class="quiet">{words()(member)}</span>}</Show>
        </li>
      )}
    </For>
  </ul>
)

/** Who is at work at this moment, and at what. */
export const Work = (props: Crew) => (
  <>
    <People
      members={props.members.filter(({ state }) => isActive(state))}
      onChoose={props.onChoose}
      empty="Nobody has work in hand."
    >
      {({ state, activity, tool }) => tool ?? doingWords(state, activity)}
    </People>
    <To href="/sessions">Sessions</To>
  </>
)

/** Who talks with somebody outside, and where. */
export const Channels = (props: Crew) => (
  <>
    <p class="quiet">Whose conversation comes from outside:</p>
    <People
      members={props.members.filter(({ channel }) => isFromOutside(channel))}
      onChoose={props.onChoose}
      empty="Nobody’s, just now."
    >
      {({ channel }) => channelName(channel!)}
    </People>
    <p class="quiet">The flag is up while one of them is answered.</p>
  </>
)

export const Spawn = (props: Crew) => (
  <>
    <p>
      Sub-agents begin with somebody. Choose who, then “Start a sub-agent” in its menu, where its runtime takes that.
    </p>
    <People
      members={props.members.filter(({ kind }) => kind === 'agent')}
      onChoose={props.onChoose}
      empty="Nobody is here yet."
    />
  </>
)

/** Which gateways have told of a newer version. */
export const Updates = (props: { overview: Overview }) => (
  <>
    <ul class="object-rows">
      <For
        each={updatesOf(props.overview)}
        fallback={<li class="quiet">No gateway has told of a newer version of itself.</li>}
      >
        {({ newest, version }) => (
          <li>
            <span>OpenClaw {newest} is there</span>
            <Show when={version}>{(version) => <span class="quiet">{version()} runs</span>}</Show>
          </li>
        )}
      </For>
    </ul>
    <p class="quiet">A gateway tells of it when we connect. Nothing else is looked up by itself.</p>
    <To href="/services">Services</To>
  </>
)
