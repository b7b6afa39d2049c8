import { Show } from 'solid-js'
import type { Problem } from '../../data/problem.ts'

/** What could not be asked anew, and a way to ask again; what was known stays beside it. */
export function LoadError(props: { problem: Problem | undefined; onRetry(): void }) {
  return (
    <Show when={props.problem}>
      {(problem) => (
        <div class="list-trouble" role="alert">
          <span>{problem().message}</span>
          <button class="button" type="button" onClick={props.onRetry}>
            Retry
          </button>
        </div>
      )}
    </Show>
  )
}
