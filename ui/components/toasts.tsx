import { createSignal, lazy, Show, Suspense } from 'solid-js'
import type { Toast } from './toast-region.tsx'

const ToastRegion = lazy(async () => ({ default: (await import('./toast-region.tsx')).ToastRegion }))

const [asked, setAsked] = createSignal<Toast[]>([])

/** Says the result of somebody's own action, for five seconds, with a way back where there is one. */
export const toast = (said: Toast) => setAsked((before) => [...before, said])

/** Where toasts appear; it is fetched with the first of them. */
export function Toasts() {
  return (
    <Suspense>
      <Show when={asked().length > 0}>
        <ToastRegion said={asked()} />
      </Show>
    </Suspense>
  )
}
