import { createSignal, lazy, onCleanup, Show, Suspense } from 'solid-js'
import type { Toast } from './toast-region.tsx'

const ToastRegion = lazy(async () => ({ default: (await import('./toast-region.tsx')).ToastRegion }))

const [toasts, setToasts] = createSignal<Toast[]>([])

/** Shows the result of an action for five seconds, with a button that takes it back where that is possible. */
export const toast = (toast: Toast) => setToasts((before) => [...before, toast])

/** Where toasts appear. Its code is fetched with the first of them. */
export function Toasts() {
  // Toasts of another page, or of before there was one, are not shown late.
  setToasts([])
  onCleanup(() => setToasts([]))
  return (
    <Suspense>
      <Show when={toasts().length > 0}>
        <ToastRegion toasts={toasts()} />
      </Show>
    </Suspense>
  )
}
