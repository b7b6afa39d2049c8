import type { TranscriptItem } from '../../../../../src/facts/transcript.ts'
import type { StreamedText } from '../streaming-text.ts'
import type { Row } from '../transcript-rows.ts'
import { TranscriptLine } from './line.tsx'

/** An answer that is being written. It looks like the message that will take its place, so that nothing moves then. */
export function StreamingLine(props: {
  written: StreamedText
  /** The row above the first of several answers. */
  before: Row | undefined
  isFirst: boolean
}) {
  const message = () => messageOf(props.written.text)
  return (
    <div class="streaming" data-open={props.written.endedAt === null ? '' : undefined}>
      <TranscriptLine row={message()} before={props.isFirst ? props.before : message()} isStreaming />
    </div>
  )
}

const messageOf = (text: string): Extract<TranscriptItem, { kind: 'message' }> => ({
  id: 'streaming',
  at: null,
  kind: 'message',
  role: 'assistant',
  sender: null,
  text,
  truncated: false,
  bytes: text.length,
  pictures: [],
  model: null,
  costUsd: null,
  stopReason: null,
})
