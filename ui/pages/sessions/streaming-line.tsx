import type { TranscriptItem } from '../../../src/facts/transcript.ts'
import type { Session } from '../../../src/sessions/session.ts'
import type { StreamedText } from './streaming-text.ts'
import { TranscriptLine } from './transcript-line.tsx'

/** An answer that is being written. It looks like the message that will take its place, so that nothing moves then. */
export function StreamingLine(props: {
  written: StreamedText
  /** The item above the first of several answers. */
  before: TranscriptItem | undefined
  isFirst: boolean
  session: Session | undefined
  agentName: string
  timezone: string
}) {
  const item = () => messageOf(props.written.text)
  return (
    <div class="streaming" data-open={props.written.endedAt === null ? '' : undefined}>
      <TranscriptLine
        item={item()}
        before={props.isFirst ? props.before : item()}
        session={props.session}
        agentName={props.agentName}
        timezone={props.timezone}
        running={true}
        expanded={undefined}
        onExpand={() => {}}
      />
    </div>
  )
}

const messageOf = (text: string): TranscriptItem => ({
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
