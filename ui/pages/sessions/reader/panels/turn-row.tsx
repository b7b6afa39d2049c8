import { createMemo, Show } from 'solid-js'
import { clock, money } from '../../../../../src/lib/format.ts'
import { parseMarkdown } from '../../../../../src/lib/markdown.ts'
import { markdownAsText } from '../../../../../src/lib/markdown-as-text.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import { StateMark } from '../../../../components/state-mark.tsx'
import { noteWords } from '../note-words.ts'
import type { Turn } from './outline.ts'

/** Words of a turn, with when it began and what it cost. */
export function TurnRow(props: {
  turn: Turn
  costUsd: number | null
  timezone: string
  isHere: boolean
  onGo(): void
}) {
  const words = createMemo(() => {
    const { by, note, title, isWordless } = props.turn
    // That a conversation took another way says little: from where is in its words.
    if (by === 'note' && note && note !== 'branch') return noteWords[note]
    return oneLine(isWordless ? title : markdownAsText(parseMarkdown(title))) || 'Without words'
  })
  return (
    <button
      class="turn-row"
      type="button"
      data-by={props.turn.by}
      data-here={props.isHere ? '' : undefined}
      aria-current={props.isHere ? 'location' : undefined}
      title={oneLine(props.turn.title)}
      onClick={props.onGo}
    >
      <time>{props.turn.at === null ? '' : clock(props.turn.at, props.timezone)}</time>
      <span class="title">
        <Show when={props.turn.errors > 0}>
          <StateMark mark="stopped" label={`${props.turn.errors} failed`} />
        </Show>
        <span>{words()}</span>
      </span>
      <span class="cost">{props.costUsd ? money(props.costUsd) : ''}</span>
    </button>
  )
}
