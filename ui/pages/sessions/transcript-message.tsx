import { Show } from 'solid-js'
import type * as Transcript from '../../../src/facts/transcript.ts'
import { money } from '../../../src/lib/format.ts'
import { oneLine, plainText } from '../../../src/lib/plain-text.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { Chevron, type LineProps, TruncatedNote } from './transcript-parts.tsx'

/** A message, with how it ended where that was not well, and its cost. */
export function TranscriptMessage(props: { message: Transcript.TranscriptMessage }) {
  const failed = () => props.message.stopReason === 'error' || props.message.stopReason === 'aborted'
  return (
    <div class="message" data-role={props.message.role} data-failed={failed() ? '' : undefined}>
      <p class="prose" dir="auto">
        {plainText(props.message.text)}
      </p>
      <TruncatedNote when={props.message.truncated} />
      <Show when={failed()}>
        <p class="ended">
          <StateMark mark="stopped" label="" />
          {props.message.stopReason === 'error' ? 'The model stopped with an error' : 'Stopped in the middle'}
        </p>
      </Show>
      <Show when={props.message.costUsd}>
        {(usd) => (
          <span class="price quiet" title={props.message.model ?? undefined}>
            {money(usd(), true)}
          </span>
        )}
      </Show>
    </div>
  )
}

/** What a model thought before it answered: one line, or all of it once it is expanded. */
export function TranscriptThinking(props: LineProps & { thinking: Transcript.TranscriptThinking }) {
  const open = () => props.expanded ?? false
  const text = () => plainText(props.thinking.text).trim()
  return (
    <div class="thinking">
      <button type="button" aria-expanded={open()} onClick={() => props.onExpand(!open())} disabled={text() === ''}>
        <Chevron open={open()} />
        <span>Thought</span>
        <Show when={!open()}>
          <span class="cut quiet" dir="auto" title={oneLine(text().slice(0, 240))}>
            {text() === '' ? 'kept to itself' : oneLine(text().slice(0, 240))}
          </span>
        </Show>
      </button>
      <Show when={open()}>
        <p class="prose quiet" dir="auto">
          {text()}
        </p>
        <TruncatedNote when={props.thinking.truncated} />
      </Show>
    </div>
  )
}
