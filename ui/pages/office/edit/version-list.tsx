import { createResource, For, Show } from 'solid-js'
import { relativeTime } from '../../../../src/lib/format.ts'
import type { OfficeLayout } from '../../../../src/office/plan.ts'
import { now } from '../../../platform/now.ts'
import type { SavedLayout } from '../create-saved-layout.ts'

/** What was saved before, by whom and when; each can be taken up again. */
export function VersionList(props: { saved: SavedLayout; onTake(layout: OfficeLayout, words: string): void }) {
  const [versions] = createResource(
    () => props.saved.current()?.revision ?? 0,
    () => props.saved.versions(),
  )
  async function take(revision: number) {
    const { layout } = await props.saved.version(revision)
    if (layout) props.onTake(layout, `Take up version ${revision}`)
  }
  return (
    <section>
      <h3>Versions</h3>
      <ul class="version-list">
        <For each={versions()?.items} fallback={<li class="quiet">Nothing was saved yet.</li>}>
          {({ revision, savedAt, savedBy, pieces }) => (
            <li>
              <span class="cut">
                {revision}, {savedBy}
              </span>
              <span class="quiet">
                {relativeTime(savedAt, now())}
                <Show when={pieces !== null}>, {pieces} things</Show>
              </span>
              <button class="button" type="button" onClick={() => void take(revision)}>
                Take up
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}
