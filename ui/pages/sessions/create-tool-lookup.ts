import { createEffect, onCleanup } from 'solid-js'
import { useOverview } from '../../data/overview-context.ts'

/** Transcripts are looked through one after another: the list is not asked for at each. */
const everyMs = 3_000

/** While somebody asks by tools, says from time to time that more transcripts were looked through for them. */
export function createToolLookup({ isAsked, found }: { isAsked: () => boolean; found: () => void }) {
  const { subscribe, subscribeTopic } = useOverview()
  let timer: ReturnType<typeof setTimeout> | undefined
  subscribe({
    onEvent(event) {
      if (event.kind !== 'files.changed' || !isAsked()) return
      timer ??= setTimeout(() => {
        timer = undefined
        if (isAsked()) found()
      }, everyMs)
    },
  })
  createEffect(() => {
    if (isAsked()) onCleanup(subscribeTopic('files', found))
  })
  onCleanup(() => clearTimeout(timer))
}
