import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { TakingPart } from '../../approvals/taking-part.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { createApprovals } from '../../data/stores/approvals.ts'
import { Section } from './section.tsx'

/** Which runtimes' requests can be answered from here, with what taking part changes. */
export function ApprovalsSection() {
  const approvals = createApprovals()
  return (
    <Section title="Approvals" sub="whose requests can be answered from here">
      {/* What stands below the list comes with it, so that nothing moves. */}
      <Show when={approvals.isReady()}>
        <TakingPart approvals={approvals} />
        <p class="remark">
          An agent cannot answer for itself: only pages that were signed in by a link, and terminals whose code was
          confirmed, decide.
        </p>
        <p class="remark">
          <A class="button" href="/approvals">
            What waits now
          </A>
        </p>
      </Show>
      <ConfirmDialog pending={approvals.pending()} />
    </Section>
  )
}
