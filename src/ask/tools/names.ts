import { basename } from 'node:path'
import { Refusal } from '../../lib/refusal.ts'
import type { Session } from '../../sessions/session.ts'
import { type Asked, momentWords } from './tool.ts'

/** The agent that a model means by an id or a name. Throws a Refusal where there is none. */
export function agentIdOf(named: string, { questions }: Asked): string {
  const agents = questions.agentNames()
  const found =
    agents.find(({ id }) => id === named) ??
    agents.find(({ name }) => name.toLowerCase() === named.trim().toLowerCase())
  if (found) return found.id
  throw new Refusal(
    'not-found',
    `There is no agent “${named}”. There are: ${agents
      .slice(0, 40)
      .map(({ name }) => name)
      .join(', ')}.`,
  )
}

export const agentNameOf = (id: string, { questions }: Asked) =>
  questions.agentNames().find((agent) => agent.id === id)?.name ?? id

/** What a session is called: by its title only where words may be read, because titles are made of prompts. */
export function sessionLabel(
  { title, agentId, startedAt, lastAt }: Pick<Session, 'title' | 'agentId' | 'startedAt' | 'lastAt'>,
  asked: Asked,
): string {
  const name = agentNameOf(agentId, asked)
  if (asked.readsWords && title) return `${name}: ${title}`
  const at = startedAt ?? lastAt
  return at === null ? name : `${name}, ${momentWords(at, asked.questions.timezone)}`
}

/** The last part of the path of a project: where somebody lives is not told. */
export const projectLabel = (path: string) => basename(path) || path
