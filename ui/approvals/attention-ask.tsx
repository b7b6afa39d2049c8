import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { AttentionItem } from '../../src/attention/need.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { createApprovals } from '../data/stores/approvals.ts'
import { bindKeys } from '../platform/keyboard.ts'
import { now } from '../platform/now.ts'
import { isUrgent, predicateOf, untilWords } from './approval-words.ts'
import { AskActs } from './ask-acts.tsx'
import { AskBody } from './ask-body.tsx'
import { createNeedAsk } from './create-need-ask.ts'

/**
 * What somebody waits for, below a need of the Bridge or at the end of a transcript: the whole request, and what can be
 * decided. Nothing where nothing waits.
 */
export function AttentionAsk(props: {
  need: Pick<AttentionItem, 'kind' | 'id'>
  name: string
  /** Whether keys decide; in a list they mean another one. */
  hasKeys?: boolean
  /** Whether what is asked stands before it; a list has said it already. */
  hasHead?: boolean
}) {
  const approvals = createApprovals()
  const { ask, more } = createNeedAsk(() => props.need, approvals)
  if (props.hasKeys)
    bindKeys([
      { keys: 'A', words: 'Allow what waits', group: 'This page', run: () => ask()?.allow() },
      { keys: 'D', words: 'Deny what waits', group: 'This page', run: () => ask()?.deny() },
      ...Array.from({ length: 9 }, (_, index) => ({
        keys: String(index + 1),
        words: `Choose answer ${index + 1}`,
        group: 'This page' as const,
        run: () => ask()?.chooseNumber(index + 1),
      })),
    ])
  return (
    <>
      <Show when={ask()} keyed>
        {(ask) => (
          <section ref={ask.setCard} class="attention-ask" aria-label={`${props.name} ${predicateOf(ask.approval())}`}>
            <p class="ask-head">
              <Show when={props.hasHead}>
                <span>
                  <b>
                    <bdi>{props.name}</bdi>
                  </b>{' '}
                  {predicateOf(ask.approval())}
                </span>
              </Show>
              <span class="quiet" data-urgent={isUrgent(ask.approval(), now()) ? '' : undefined}>
                {untilWords(ask.approval(), now())}
              </span>
              <Show when={more() > 0}>
                <A class="link" href="/approvals">
                  {more()} more
                </A>
              </Show>
            </p>
            <AskBody ask={ask} agentName={props.name} isShort numbered={props.hasKeys ?? false} />
            <AskActs ask={ask} isPrimary keys={props.hasKeys ?? false} name={props.name} />
          </section>
        )}
      </Show>
      <ConfirmDialog pending={approvals.pending()} />
    </>
  )
}
