import { createMemo, untrack } from 'solid-js'
import type { AttentionItem } from '../../src/attention/need.ts'
import type { Approvals } from '../data/stores/approvals.ts'
import { createAsk } from './create-ask.ts'

/** The requests that a need is about: that of its own, or those of the session that waits; the oldest first. */
export function approvalsOfNeed({ kind, id }: Pick<AttentionItem, 'kind' | 'id'>, approvals: Approvals) {
  if (kind === 'waiting') return approvals.ofSession(id)
  if (kind !== 'approval-asked') return []
  const one = approvals.byId(id.slice('approval:'.length))
  return one ? [one] : []
}

/** The oldest request that a need is about, to work on; undefined where it is about none. A new one begins anew. */
export function createNeedAsk(need: () => AttentionItem, approvals: Approvals) {
  const oldest = () => approvalsOfNeed(need(), approvals)[0]
  const id = createMemo(() => oldest()?.id)
  return createMemo(() => {
    if (id() === undefined) return undefined
    let known = untrack(oldest)!
    const latest = createMemo(() => {
      const now = oldest()
      if (now?.id === known.id) known = now
      return known
    })
    return createAsk(latest, approvals)
  })
}
