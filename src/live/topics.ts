import { atLeast, type Role } from '../auth/role.ts'

/** The topics one can subscribe to, each with the least role that may listen. `session:ID` and `logs:SOURCE` are families. */
export const topics = {
  overview: 'screen',
  agents: 'screen',
  sessions: 'screen',
  'session:ID': 'viewer',
  costs: 'screen',
  crons: 'screen',
  health: 'screen',
  attention: 'screen',
  audit: 'operator',
  office: 'screen',
  // The contract names these two; nothing is published under them yet.
  'logs:SOURCE': 'viewer',
  approvals: 'viewer',
} as const satisfies Record<string, Role>

const leastRoles = new Map<string, Role>(Object.entries(topics).map(([name, role]) => [name.replace(/:.*/, ':'), role]))

/** Whether a role may listen to a topic; to a topic that nobody knows nobody may. */
export function maySubscribe(role: Role, topic: string) {
  const least = leastRoles.get(topic.replace(/:.*/s, ':'))
  return least !== undefined && atLeast(role, least)
}
