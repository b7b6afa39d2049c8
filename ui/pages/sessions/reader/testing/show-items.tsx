import { createSignal, For } from 'solid-js'
import type { TranscriptItem } from '../../../../../src/facts/transcript.ts'
import { showOnPage } from '../../../../testing/page.tsx'
import { sampleSession } from '../../../../testing/samples.ts'
import { createExpansion } from '../create-expansion.ts'
import { TranscriptLine } from '../items/line.tsx'
import { TranscriptContext, type TranscriptState } from '../reader-context.ts'
import { Subagent } from '../subagent.tsx'
import { createRows } from '../transcript-rows.ts'

/** Shows items as lines of a transcript, without its window. */
export function showItems(items: TranscriptItem[], rest: Partial<TranscriptState> = {}) {
  const expansion = createExpansion()
  const bookmarked: string[] = []
  const [shown, setShown] = createSignal(items)
  const rowsOf = createRows()
  const state: TranscriptState = {
    sessionId: () => 'claude-code.boat.1',
    session: () => sampleSession('claude-code.boat.1'),
    agentName: () => 'Forge',
    timezone: () => 'UTC',
    running: () => false,
    depth: 0,
    expanded: expansion.of,
    expand: expansion.set,
    turnCost: () => undefined,
    subagentCost: () => undefined,
    isMarked: () => false,
    isBookmarked: () => false,
    bookmark: (itemId) => bookmarked.push(itemId),
    Subagent,
    ...rest,
  }
  showOnPage(() => (
    <TranscriptContext.Provider value={state}>
      <For each={rowsOf(shown(), false).rows}>
        {(row, index) => <TranscriptLine row={row} before={rowsOf(shown(), false).rows[index() - 1]} />}
      </For>
    </TranscriptContext.Provider>
  ))
  return { setShown, expansion, bookmarked }
}
