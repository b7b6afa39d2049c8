import { Show } from 'solid-js'
import type { AttentionItem } from '../../src/attention/need.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { createApprovals } from '../data/stores/approvals.ts'
import { now } from '../platform/now.ts'
import { predicateOf, untilWords } from './approval-words.ts'
import { AskActs } from './ask-acts.tsx'
import { AskBody } from './ask-body.tsx'
import { createNeedAsk } from './create-need-ask.ts'

/** What somebody waits for, below a need of the Bridge or a transcript: the whole request, and what can be decided. */
export default function AttentionAsk(props: { need: AttentionItem; name: string }) {
  const approvals = createApprovals()
  const ask = createNeedAsk(() => props.need, approvals)
  return (
    <>
      <Show when={ask()} keyed>
        {(ask) => (
          <section
            ref={ask.setCard}
            class="attention-ask"
            aria-label={`${props.name} ${predicateOf(ask.approval())}`}
          >
            <p class="quiet">
              {untilWords(ask.approval(), now())}
            </p>
            <AskBody ask={ask} agentName={props.name} isShort />
            <AskActs ask={ask} isPrimary keys={false} name={props.name} />
          </section>
        )}
      </Show>
      <ConfirmDialog pending={approvals.pending()} />
    </>
  )
}
