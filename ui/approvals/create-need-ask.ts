import { createMemo, untrack } from 'solid-js'
import type { AttentionItem } from '../../src/attention/need.ts'
import type { Approvals } from '../data/stores/approvals.ts'
import { createAsk } from './create-ask.ts'

type About = Pick<AttentionItem, 'kind' | 'id'>

/** The requests that a need is about: that of its own, or those of the session that waits; the oldest first. */
function approvalsOfNeed({ kind, id }: About, approvals: Approvals) {
  if (kind === 'waiting') return approvals.ofSession(id)
  if (kind !== 'approval-asked') return []
  const one = approvals.byId(id.slice('approval:'.length))
  return one ? [one] : []
}

/**
 * The oldest request that a need is about, to work on, and how many more wait behind it. `ask` is undefined where it is
 * about none; another request begins anew.
 */
export function createNeedAsk(need: () => About, approvals: Approvals) {
  const all = createMemo(() => approvalsOfNeed(need(), approvals))
  const oldest = () => all()[0]
  const id = createMemo(() => oldest()?.id)
  const ask = createMemo(() => {
    if (id() === undefined) return undefined
    let known = untrack(oldest)!
    const latest = createMemo(() => {
      const now = oldest()
      if (now?.id === known.id) known = now
      return known
    })
    return createAsk(latest, approvals)
  })
  return { ask, more: () => Math.max(0, all().length - 1) }
}
