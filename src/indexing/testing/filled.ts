import type { PriceBook } from '../../costs/pricing/price.ts'
import type { AgentFact, Fact, SessionFact, Tokens, UsageFact } from '../../facts/fact.ts'
import { agentIdOfSession } from '../../ids.ts'
import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import { createWriter } from '../writer.ts'

const noBook: PriceBook = () => undefined

/** An index in memory with these facts in it, written by the real writer; `add` writes more, also those of a host. */
export function filled(facts: Fact[], book: PriceBook = noBook) {
  const index = storeInMemory('index')
  const writer = createWriter(index.$client, book, () => 0)
  const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
  const add = (more: Fact[], host?: string) =>
    writer.commit('openclaw', [
      { unit: 'test', facts: more, cursor: null, unread: [], progress, ...(host !== undefined && { host }) },
    ])
  add(facts)
  return { index, add }
}

export const agent = (name: string, rest: Partial<AgentFact> = {}): AgentFact => ({
  kind: 'agent',
  id: `openclaw:${name}`,
  runtime: 'openclaw',
  ...rest,
})

/** A session written as `agent.id`. */
export const session = (name: string, rest: Partial<SessionFact> = {}): SessionFact => ({
  kind: 'session',
  id: `openclaw.${name}`,
  runtime: 'openclaw',
  agentId: agentIdOfSession(`openclaw.${name}`)!,
  ...rest,
})

const none: Tokens = {
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  reasoning: 0,
  unclassified: 0,
}
let answers = 0

/** An answer in a session written as `agent.id`; of tokens only those named. */
export const usage = (
  name: string,
  { tokens, ...rest }: Partial<Omit<UsageFact, 'tokens'>> & { tokens?: Partial<Tokens> } = {},
): UsageFact => ({
  kind: 'usage',
  key: `k${++answers}`,
  runtime: 'openclaw',
  agentId: agentIdOfSession(`openclaw.${name}`)!,
  sessionId: `openclaw.${name}`,
  at: Date.UTC(2026, 10, 21),
  model: 'm',
  provider: 'p',
  loggedUsd: null,
  rates: null,
  ...rest,
  tokens: { ...none, ...tokens },
})
