import { onCleanup } from 'solid-js'
import type { OfficeLayout } from '../../../src/office/plan.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'

export type SavedLayout = ReturnType<typeof createSavedLayout>

/** The layout that somebody has built, kept up while others change it; its versions, and saving another one. */
export function createSavedLayout() {
  const { subscribe, subscribeTopic } = useOverview()
  const query = createQuery({
    key: () => ['office-layout'] as const,
    fetcher: (_key, signal) => ask(api.office.layout.get({ fetch: { signal } })),
  })
  onCleanup(subscribeTopic('office', query.changed))
  subscribe({
    onEvent: (event) => event.kind === 'office.layout-changed' && query.changed(),
    onGap: query.changed,
  })
  return {
    /** Undefined until it is known; `layout` is null where the office is composed by itself. */
    current: query.data,
    isLoaded: () => query.data() !== undefined || query.problem() !== undefined,
    /** Saves what was made of a revision, and answers the new one. Rejects with a Problem, also where somebody else saved meanwhile. */
    async save(layout: OfficeLayout | null, revision: number): Promise<number> {
      const saved = await ask(api.office.layout.put({ layout, revision }))
      await query.refetch()
      return saved.revision
    },
    versions: () => ask(api.office.layout.versions.get()),
    version: (revision: number) => ask(api.office.layout.versions({ revision }).get()),
    check: (layout: unknown) => ask(api.office.layout.check.post({ layout })),
  }
}
