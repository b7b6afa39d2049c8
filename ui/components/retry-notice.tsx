import type { JSX } from 'solid-js'

/** What could not be loaded, and a button that asks again. What was loaded before stays beside it. */
export function RetryNotice(props: { onRetry(): void; children: JSX.Element }) {
  return (
    <div class="retry-notice" role="alert">
      <span>{props.children}</span>
      <button class="button" type="button" onClick={props.onRetry}>
        Retry
      </button>
    </div>
  )
}
