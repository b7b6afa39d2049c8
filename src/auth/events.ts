import type { RefusedAgent, Terminal } from './terminals.ts'

/** The terminals that wait to be confirmed or may act, and the agents that were refused; whole each time. */
export type AuthEvent = { kind: 'terminals.changed'; terminals: Terminal[]; agents: RefusedAgent[] }
