import type { Session } from '../../src/sessions/session.ts'
import { useOverview } from '../data/overview-context.ts'
import { Portrait } from './portrait.tsx'

type Size = 16 | 24 | 32 | 48 | 80 | 96

/** The face of an agent; a sub-agent is a robot. Beside a name, so it says nothing itself. */
export function AgentAvatar(props: { agentId: string; robot?: boolean; size: Size }) {
  const { overview } = useOverview()
  const look = () => overview()?.agents.find(({ id }) => id === props.agentId)?.look ?? props.agentId
  return <Portrait look={look()} kind={props.robot ? 'robot' : 'agent'} size={props.size} />
}

/** The face of whoever works in a session: each sub-agent is a robot of its own. */
export function SessionAvatar(props: {
  session: Pick<Session, 'id' | 'agentId' | 'kind'>
  child?: boolean
  size: Size
}) {
  const isRobot = () => props.child || props.session.kind === 'subagent'
  return (
    <AgentAvatar agentId={isRobot() ? props.session.id : props.session.agentId} robot={isRobot()} size={props.size} />
  )
}
