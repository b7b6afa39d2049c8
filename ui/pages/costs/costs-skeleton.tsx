import { For } from 'solid-js'

/** The shape of the page, so that nothing moves when its content arrives. */
export function CostsSkeleton() {
  return (
    <div class="costs loading" aria-busy="true">
      <h1 class="hidden">Costs, loading</h1>
      <div class="panel head-figures" aria-hidden="true" />
      <div class="toolbar" aria-hidden="true" />
      <div class="reports" aria-hidden="true">
        <div class="mid">
          <div class="panel days" />
          <div class="panel block" />
        </div>
        <div class="thirds">
          <For each={[1, 2, 3]}>
            {() => (
              <div class="panel split">
                <For each={[1, 2, 3, 4, 5, 6]}>{() => <span class="skeleton" />}</For>
              </div>
            )}
          </For>
        </div>
      </div>
    </div>
  )
}
