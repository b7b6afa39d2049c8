import { createMemo, createSignal, For, Show } from 'solid-js'
import type { DiffHunk } from '../../src/facts/tool-action.ts'
import { type DiffRow, diffRowsOf } from '../../src/lib/diff-rows.ts'
import { whole } from '../../src/lib/format.ts'
import { plainText } from '../../src/lib/plain-text.ts'

/** As many lines are shown at first, and more at each press. */
const firstLines = 200
const moreLines = 1_000

/** Changed lines with their numbers, and what changed within them. `truncated`: the transcript keeps only their beginning here. */
export function DiffView(props: { hunks: readonly DiffHunk[]; truncated: boolean; label: string }) {
  const [limit, setLimit] = createSignal(firstLines)
  const total = () => props.hunks.reduce((sum, { lines }) => sum + lines.length, 0)
  /** The hunks as far as they are shown: what is not shown is not compared either. */
  const hunks = createMemo(() => {
    let left = limit()
    return props.hunks.flatMap((hunk) => {
      const lines = hunk.lines.slice(0, Math.max(0, left)).map((line) => line.slice(0, 1) + plainText(line.slice(1)))
      left -= lines.length
      return lines.length > 0 ? [diffRowsOf({ ...hunk, lines })] : []
    })
  })
  return (
    <Show when={total() > 0}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide lines are scrolled by keyboard */}
      <div class="diff-view" tabIndex={0} role="group" aria-label={props.label}>
        <div class="diff-lines">
          <For each={hunks()}>
            {(rows, at) => (
              <>
                <Show when={at() > 0}>
                  <div class="diff-gap" aria-hidden="true" />
                </Show>
                <For each={rows}>{(row) => <Line row={row} />}</For>
              </>
            )}
          </For>
        </div>
      </div>
      <Show when={total() > limit() || props.truncated}>
        <p class="cut-note quiet">
          <Show
            when={total() > limit()}
            fallback={
              <>The beginning of the change: {whole(total())} lines of it are kept here, all of it in the call.</>
            }
          >
            {whole(limit())} of {whole(total())} lines.{' '}
            <button class="link-button" type="button" onClick={() => setLimit((lines) => lines + moreLines)}>
              Show {whole(Math.min(moreLines, total() - limit()))} more
            </button>
          </Show>
        </p>
      </Show>
    </Show>
  )
}

const signs: Record<DiffRow['kind'], string> = { same: ' ', removed: '−', added: '+' }

function Line(props: { row: DiffRow }) {
  const { kind, oldLine, newLine, runs } = props.row
  return (
    <div class="diff-line" data-line={kind}>
      <span class="number">{oldLine ?? ''}</span>
      <span class="number">{newLine ?? ''}</span>
      <span class="sign">{signs[kind]}</span>
      <code>
        <For each={runs}>{(run) => (run.isChanged ? <mark>{run.text}</mark> : run.text)}</For>
      </code>
    </div>
  )
}
