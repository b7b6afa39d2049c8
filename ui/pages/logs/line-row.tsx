import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { LogLine } from '../../../src/logs/log-line.ts'
import { exactClock, namedDay } from '../../components/time-words.ts'
import { levelName, saidIn } from './log-words.ts'
import { piecesOf } from './marks.ts'

/** How rows are drawn, the same for all of a list. */
export type RowLook = {
  timezone: string
  /** Whether the day stands before the time. */
  hasDays: boolean
  finder: RegExp | undefined
  sourceOf(id: string): { name: string; series: number }
}

/** A line in columns: when, how serious, where from, and what it says. */
export function LineCells(props: { line: LogLine; look: RowLook; time?: JSX.Element; isMarked?: boolean }) {
  const source = () => props.look.sourceOf(props.line.source)
  return (
    <>
      <Show when={props.time} fallback={<LineTime line={props.line} look={props.look} />}>
        {props.time}
      </Show>
      <span class="log-level">{levelName(props.line.level)}</span>
      <span class="log-source cut" title={source().name}>
        <i class="source-square" data-series={source().series} />
        {source().name}
      </span>
      <LineText text={props.line.text} finder={props.isMarked ? props.look.finder : undefined} />
    </>
  )
}

export const LineTime = (props: { line: LogLine; look: RowLook }) => (
  <time
    class="log-time"
    datetime={new Date(props.line.at).toISOString()}
    data-undated={props.line.isDated ? undefined : ''}
    title={props.line.isDated ? undefined : 'The line does not say when it was written'}
  >
    {props.look.hasDays ? `${namedDay(props.line.at, props.look.timezone)} ` : ''}
    {exactClock(props.line.at, props.look.timezone)}
  </time>
)

/** What a line says, with what was looked for marked. Only text ever enters the page. */
function LineText(props: { text: string; finder: RegExp | undefined }) {
  return (
    <span class="log-text">
      <For each={piecesOf(saidIn(props.text), props.finder)}>
        {(piece) => (
          <Switch fallback={piece.text}>
            <Match when={piece.kind === 'hit'}>
              <mark>{piece.text}</mark>
            </Match>
            <Match when={piece.kind === 'name'}>
              <span class="log-name">{piece.text}</span>
            </Match>
          </Switch>
        )}
      </For>
    </span>
  )
}
