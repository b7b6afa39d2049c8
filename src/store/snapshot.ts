import type { Store } from './store.ts'

/** Runs reads in one transaction: whatever is committed elsewhere meanwhile, all of them see the same rows. */
export const inSnapshot = <Answer>(store: Store, read: () => Answer): Answer =>
  store.$client.transaction(read).deferred()
