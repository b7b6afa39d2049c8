import type { AgentMessage } from '../../../src/office/agent-message.ts'
import { handOversBetween } from '../../../src/office/hand-overs.ts'
import type { Meeting } from '../../../src/office/meetings.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import { officeTimings } from '../../../src/office/timings.ts'
import type { World } from '../../office/world/world.ts'

/** What is known at a moment. Of another `scene` nobody walks to where they are, and nothing has passed: they are there. */
type Moment = {
  scene: string
  members: readonly OfficeMember[]
  messages: readonly AgentMessage[]
  meetings: readonly Meeting[]
}

/** Tells a world what is known, moment by moment, and lets it show what passed from one to another in between. */
export function createTelling(world: Pick<World, 'setMembers' | 'jump' | 'handOver'>) {
  let before: Moment | undefined
  return (moment: Moment, at: number) => {
    const { scene, members, messages, meetings } = moment
    world.setMembers(members, at, { meetings })
    if (scene !== before?.scene) world.jump()
    else {
      const known = new Set(before.messages.map(({ id }) => id))
      const more = messages.filter((message) => !known.has(message.id) && at - message.at < officeTimings.messageSeenMs)
      for (const { fromId, toId } of handOversBetween(before.members, members, more)) world.handOver(fromId, toId)
    }
    before = moment
  }
}
