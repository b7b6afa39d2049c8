import { Match, Switch } from 'solid-js'
import { plainText } from '../../../src/lib/plain-text.ts'
import { DiffView } from '../../components/diff-view.tsx'
import type { Change } from './hunks.ts'

/** What one write changed, as far as it is known: its lines, or the command that it is guessed from. */
export function ChangeBody(props: { change: Change | undefined; problem: string | undefined; unknown: string }) {
  const lines = () => (props.change?.kind === 'lines' ? props.change : undefined)
  const command = () => (props.change?.kind === 'command' ? props.change : undefined)
  return (
    <Switch
      fallback={
        <p class="no-lines" aria-busy={props.change === undefined && props.problem === undefined}>
          {props.problem ?? (props.change === undefined ? 'Reading the transcript…' : props.unknown)}
        </p>
      }
    >
      <Match when={lines()}>
        {(change) => <DiffView hunks={change().hunks} truncated={change().truncated} label="Changed lines" />}
      </Match>
      <Match when={command()}>
        {(change) => (
          <>
            <p class="label">Guessed from this command:</p>
            <pre class="guess">{plainText(change().command.slice(0, 2_000))}</pre>
          </>
        )}
      </Match>
    </Switch>
  )
}
