import { createEffect, createSignal } from 'solid-js'
import type { Verdict } from '../../src/overview/verdict.ts'

const badness: Record<Verdict['level'], number> = { well: 0, 'needs-you': 1, 'no-contact': 2, fault: 3 }

/** Says the verdict aloud when it becomes worse, and only then. */
export function VerdictAnnouncer(props: { verdict: Verdict | undefined }) {
  const [said, setSaid] = createSignal('')
  let before: Verdict | undefined
  createEffect(() => {
    const { verdict } = props
    if (verdict && before && badness[verdict.level] > badness[before.level]) setSaid(verdict.text)
    before = verdict ?? before
  })
  return (
    <div class="hidden" aria-live="assertive">
      {said()}
    </div>
  )
}
