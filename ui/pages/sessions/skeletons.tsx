import { For, Show } from 'solid-js'

/** The outline of the rows while they load. */
export function SkeletonRows(props: { problem?: boolean }) {
  return (
    <div class="grid-container late" aria-busy={!props.problem}>
      <Show when={!props.problem}>
        <div class="session-grid" aria-hidden="true">
          <For each={Array.from({ length: 14 }, (_, row) => row)}>
            {() => (
              <div class="line">
                <span class="skeleton" />
              </div>
            )}
          </For>
        </div>
      </Show>
    </div>
  )
}

/** The outline of the page while it loads. */
export function SkeletonPage() {
  return (
    <div class="sessions-page" aria-busy="true">
      <h1 class="hidden">Sessions, loading</h1>
      <section class="panel list-panel">
        <SkeletonRows />
      </section>
    </div>
  )
}
