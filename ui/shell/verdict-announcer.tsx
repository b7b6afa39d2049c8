import { createEffect, createSignal } from 'solid-js'
import type { Verdict } from '../../src/overview/verdict.ts'

const severities: Record<Verdict['level'], number> = { well: 0, 'needs-you': 1, 'no-contact': 2, fault: 3 }

/** Announces the verdict to assistive technology when it becomes worse, and only then. */
export function VerdictAnnouncer(props: { verdict: Verdict | undefined }) {
  const [announcement, setAnnouncement] = createSignal('')
  let before: Verdict | undefined
  createEffect(() => {
    const { verdict } = props
    if (verdict && before && severities[verdict.level] > severities[before.level]) setAnnouncement(verdict.text)
    before = verdict ?? before
  })
  return (
    <div class="hidden" aria-live="assertive">
      {announcement()}
    </div>
  )
}
