import { createMemo, Show } from 'solid-js'
import type { TranscriptItem, TranscriptThinking } from '../../../../../src/facts/transcript.ts'
import { parseMarkdown } from '../../../../../src/lib/markdown.ts'
import { oneLine, plainText } from '../../../../../src/lib/plain-text.ts'
import { useTranscript } from '../reader-context.ts'
import { Markdown } from './markdown.tsx'
import { Chevron } from './parts.tsx'
import { WholeText } from './whole-text.tsx'

/** What a model thought before it answered: one line, or all of it once it is expanded. */
export function Thinking(props: { thinking: TranscriptItem & TranscriptThinking }) {
  const { expanded, expand } = useTranscript()
  const open = () => expanded(props.thinking.id) ?? false
  const text = () => plainText(props.thinking.text).trim()
  const begin = () => oneLine(text().slice(0, 240))
  return (
    <div class="thinking">
      <button
        type="button"
        aria-expanded={open()}
        onClick={() => expand(props.thinking.id, !open())}
        disabled={text() === ''}
      >
        <Chevron open={open()} />
        <span>Thought</span>
        <Show when={!open()}>
          <span class="cut quiet" dir="auto" title={begin()}>
            {text() === '' ? 'kept to itself' : begin()}
          </span>
        </Show>
      </button>
      <Show when={open()}>
        <WholeText itemId={props.thinking.id} part="text" text={props.thinking}>
          {(shown) => {
            const blocks = createMemo(() => parseMarkdown(shown()))
            return (
              <div class="prose quiet" dir="auto">
                <Markdown blocks={blocks()} />
              </div>
            )
          }}
        </WholeText>
      </Show>
    </div>
  )
}
