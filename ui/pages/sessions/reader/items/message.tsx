import { createMemo, For, Show } from 'solid-js'
import type { TranscriptItem } from '../../../../../src/facts/transcript.ts'
import { createMarkdownReader } from '../../../../../src/lib/markdown.ts'
import { StateMark } from '../../../../components/state-mark.tsx'
import { TerminalText } from './long-text.tsx'
import { Markdown } from './markdown.tsx'
import { MessageActions } from './message-actions.tsx'
import { PictureView } from './picture.tsx'
import { WholeText } from './whole-text.tsx'

/** Markdown of more letters would hold up the page: it is shown as it is written. */
const maxMarkdownLength = 300_000

/** A message, with how it ended where that was not well, and its pictures. */
export function Message(props: { message: Extract<TranscriptItem, { kind: 'message' }>; isStreaming: boolean }) {
  const failed = () => props.message.stopReason === 'error' || props.message.stopReason === 'aborted'
  return (
    <div class="message" data-role={props.message.role} data-failed={failed() ? '' : undefined}>
      <Show when={!props.isStreaming}>
        <MessageActions message={props.message} />
      </Show>
      <WholeText itemId={props.message.id} part="text" text={props.message}>
        {(shown) => (
          <Show when={shown().length <= maxMarkdownLength} fallback={<TerminalText label="Message" text={shown()} />}>
            <Prose text={shown()} />
          </Show>
        )}
      </WholeText>
      <For each={props.message.pictures}>
        {(picture, number) => <PictureView itemId={props.message.id} number={number()} picture={picture} />}
      </For>
      <Show when={failed()}>
        <p class="ended">
          <StateMark mark="stopped" label="" />
          {props.message.stopReason === 'error' ? 'The model stopped with an error' : 'Stopped in the middle'}
        </p>
      </Show>
    </div>
  )
}

/** A text in Markdown, of which only the tail is read again as it grows. */
export function Prose(props: { text: string }) {
  const read = createMarkdownReader()
  const blocks = createMemo(() => read(props.text))
  return (
    <div class="prose" dir="auto">
      <Markdown blocks={blocks()} />
    </div>
  )
}
