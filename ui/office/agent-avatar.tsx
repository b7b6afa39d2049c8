import type { Session } from '../../src/sessions/session.ts'
import { useOverview } from '../data/overview-context.ts'
import { Portrait, type PortraitSize } from './portrait.tsx'

/** The portrait of an agent, beside its name. `robot` is the portrait of a sub-agent, whose seed is its own id. */
export function AgentAvatar(props: { agentId: string; robot?: boolean; size: PortraitSize }) {
  const { overview } = useOverview()
  const seed = () => overview()?.agents.find(({ id }) => id === props.agentId)?.look ?? props.agentId
  return <Portrait seed={seed()} kind={props.robot ? 'robot' : 'agent'} size={props.size} />
}

/** The portrait of whoever works in a session: its agent, or the robot of a sub-agent. */
export function SessionAvatar(props: {
  session: Pick<Session, 'id' | 'agentId' | 'kind'>
  child?: boolean
  size: PortraitSize
}) {
  const isRobot = () => props.child || props.session.kind === 'subagent'
  return (
    <AgentAvatar agentId={isRobot() ? props.session.id : props.session.agentId} robot={isRobot()} size={props.size} />
  )
}
