import { Match, Show, Switch } from 'solid-js'
import type { OfficeMember } from '../../../src/office/member.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import type { Interactive } from '../../office/world/layout.ts'
import type { Facts } from './create-facts.ts'
import { CrewList } from './crew-list.tsx'
import { MemberInspector } from './member-inspector.tsx'
import { ObjectPanel } from './object-panel.tsx'
import { PastInspector } from './replay/past-inspector.tsx'
import { PastObject } from './replay/past-object.tsx'

/** Beside the office: whoever is chosen in it, or the thing that was opened, or the crew as a list; now or in the past. */
export function OfficeAside(props: {
  overview: Overview
  facts: Facts
  members: readonly OfficeMember[]
  member: OfficeMember | undefined
  object: Interactive | undefined
  isListed: boolean
  /** The moment of a replay (ms); undefined where it is now. */
  replayedAt: number | undefined
  isFollowed: boolean
  onFollow(): void
  onChoose(id: string): void
  onClose(): void
  explain(id: string): string
}) {
  const isPast = () => props.replayedAt !== undefined
  return (
    <Switch>
      <Match when={props.member}>
        {(member) => (
          <Show
            when={!isPast()}
            fallback={
              <PastInspector
                member={member()}
                others={props.members}
                at={props.replayedAt!}
                timezone={props.overview.timezone}
                onChoose={props.onChoose}
                onClose={props.onClose}
              />
            }
          >
            <MemberInspector
              member={member()}
              others={props.members}
              timezone={props.overview.timezone}
              isFollowed={props.isFollowed}
              onFollow={props.onFollow}
              onChoose={props.onChoose}
              onClose={props.onClose}
              explain={props.explain}
            />
          </Show>
        )}
      </Match>
      <Match when={props.object}>
        {(object) => (
          <Show when={!isPast()} fallback={<PastObject role={object().role} onClose={props.onClose} />}>
            <ObjectPanel
              object={object()}
              overview={props.overview}
              facts={props.facts}
              members={props.members}
              onChoose={props.onChoose}
              onClose={props.onClose}
            />
          </Show>
        )}
      </Match>
      <Match when={props.isListed}>
        <CrewList members={props.members} onChoose={props.onChoose} />
      </Match>
    </Switch>
  )
}
