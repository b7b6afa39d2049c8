import { For, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import type { LogSource } from '../../../src/logs/log-line.ts'

const example = `[[logs]]
name = "App"
path = "/var/log/app/*.log"`

/** Where lines come from, what of it was found, and how a file is named that is not found by itself. */
export const WhereFrom = (props: { sources: LogSource[] }) => (
  <div class="where-from">
    <p>
      Wheelhouse keeps the files of OpenClaw gateways (<code>/tmp/openclaw</code>, <code>logs</code> in a home, and{' '}
      <code>logging.file</code>), the journal of their units, and what it writes itself. Of any other file it is told in{' '}
      <code>config.toml</code>:
    </p>
    <pre>{example}</pre>
    <p>After a restart its lines stand here, back to where the file begins.</p>
    <ul>
      <For each={props.sources}>
        {(source) => (
          <li>
            <b>{source.name}</b>{' '}
            {source.problem ?? (source.lines === 0 ? 'nothing was found yet' : `${whole(source.lines)} lines are kept`)}
          </li>
        )}
      </For>
    </ul>
  </div>
)

/** Why there is no line, and what can be done about it. */
export const NoLines = (props: {
  sources: LogSource[]
  isNarrowed: boolean
  isAsking: boolean
  isAll: boolean
  onClear(): void
  onAll(): void
}) => (
  <div class="empty logs-empty">
    <Show when={!props.isAsking} fallback={<p>Looking through what is kept.</p>}>
      <Show
        when={props.sources.some(({ lines }) => lines > 0)}
        fallback={
          <>
            <p>
              <b>No log was found yet.</b>
            </p>
            <WhereFrom sources={props.sources} />
          </>
        }
      >
        <p>{props.isNarrowed ? 'No line fits all of this.' : 'Nothing was written in this time.'}</p>
        <Show when={!props.isAll}>
          <button class="button" type="button" onClick={() => props.onAll()}>
            Look through all that is kept
          </button>{' '}
        </Show>
        <Show when={props.isNarrowed}>
          <button class="button" type="button" onClick={() => props.onClear()}>
            Show all lines
          </button>
        </Show>
      </Show>
    </Show>
  </div>
)
