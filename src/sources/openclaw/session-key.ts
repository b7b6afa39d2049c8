import type { SessionKind } from '../../facts/fact.ts'

/** The parts of an OpenClaw session key: `agent:<agent>:<rest>`. */
type KeyParts = { agent: string | null; kind: SessionKind; channel: string | null; cronJobId: string | null }

const groups = new Set(['group', 'channel', 'room', 'thread', 'topic'])

/** Reads a key such as `agent:main:telegram:group:-100` or `agent:ops:cron:JOB:run:UUID`. Never throws. */
export function readKey(key: string): KeyParts {
  const [head, agent, ...rest] = key.split(':')
  if (head !== 'agent' || !agent || rest.length === 0)
    return { agent: null, kind: 'other', channel: null, cronJobId: null }
  const [first = '', second = ''] = rest
  const plain = { agent, channel: null, cronJobId: null }
  if (rest.includes('subagent')) return { ...plain, kind: 'subagent' }
  if (first === 'cron') return { ...plain, kind: 'cron', cronJobId: second || null }
  if (first === 'main' && rest.length === 1) return { ...plain, kind: 'main' }
  if (rest.length >= 3 && groups.has(second)) return { ...plain, kind: 'group', channel: first }
  if (rest.length >= 3 && second === 'direct') return { ...plain, kind: 'direct', channel: first }
  if (first === 'dashboard' || first === 'openai' || first === 'openresponses') return { ...plain, kind: 'direct' }
  return { ...plain, kind: 'other' }
}
