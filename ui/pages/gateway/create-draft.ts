import { createMemo, createSignal } from 'solid-js'
import {
  type ConfigChange,
  type ConfigEdit,
  changesBetween,
  editsOf,
  withEdits,
} from '../../../src/gateways/config-change.ts'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import type { Gateways } from './create-gateways.ts'

export type Draft = ReturnType<typeof createDraft>

/** The configuration of the chosen gateway, and what the person has changed of it and not saved. */
export function createDraft(gateways: Gateways) {
  const query = createQuery({
    key: () => {
      const id = gateways.reachable()
      return id === undefined || !gateways.mayRead() ? undefined : (['gateways/config', id] as const)
    },
    fetcher: ([, id], signal) => ask(api.gateways({ id }).config.get({ fetch: { signal } })),
    changes: () => gateways.chosen()?.change?.outcome,
    throttleMs: 300,
  })
  const [edits, setEdits] = createSignal<ConfigEdit[]>([])
  const config = () => query.data()?.config ?? {}
  const draft = createMemo(() => withEdits(config(), edits()))
  const changes = createMemo((): ConfigChange[] => changesBetween(config(), draft()))

  return {
    query,
    config,
    draft,
    changes,
    /** Takes over a value, or takes it out where there is none. */
    put: (path: string[], value: unknown) =>
      setEdits(
        editsOf(changesBetween(config(), withEdits(draft(), [value === undefined ? { path } : { path, value }]))),
      ),
    /** Takes over the whole, as it was written as JSON. */
    putAll: (next: Record<string, unknown>) => setEdits(editsOf(changesBetween(config(), next))),
    drop: () => setEdits([]),
    /** Saves what was changed, once its diff was seen. */
    save: () =>
      gateways.attempt(async () => {
        const id = gateways.chosen()!.id
        const body = { edits: edits(), hash: query.data()!.hash }
        const done = await gateways.withConfirm((confirm) =>
          ask(api.gateways({ id }).config.post(confirm === undefined ? body : { ...body, confirm })),
        )
        if (done) setEdits([])
        // What was changed elsewhere is shown, and what was changed here stays on top of it.
        await query.refetch()
      }),
  }
}
