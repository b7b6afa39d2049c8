import { For, Show } from 'solid-js'
import { ago } from '../../../../src/lib/format.ts'
import { Panel } from '../../../components/panel.tsx'
import { type Mark, StateMark } from '../../../components/state-mark.tsx'
import { now } from '../../../platform/now.ts'

export type Line = Record<'who' | 'action' | 'target' | 'actId', string> & {
  id: number
  at: number
  stage: 'asked' | 'done' | 'failed' | 'refused'
  detail: string | null
  credential: string | null
}

/** The newest line of each act. Lines come newest first. */
export const latestOfEachAct = (lines: Line[]) =>
  lines.filter((line, at) => lines.findIndex(({ actId }) => actId === line.actId) === at)

/** Who acted, with what kind of credential, and what came of it. */
const by = ({ who, credential, detail }: Line) =>
  [credential ? `${who}, ${credential}` : who, detail].filter(Boolean).join(': ')

const stages: Record<Line['stage'], Mark> = { asked: 'idle', done: 'healthy', failed: 'stopped', refused: 'waiting' }

/** The acts that were carried out through this Wheelhouse and how each ended, the newest first. */
export function AuditLog(props: { lines: Line[] }) {
  return (
    <Panel title="Ship's log" sub="what was done through this Wheelhouse">
      <Show when={props.lines.length > 0} fallback={<p class="empty">Nothing has been done yet.</p>}>
        <ul class="rows log">
          <For each={props.lines}>
            {(line) => (
              <li>
                <StateMark mark={stages[line.stage]} label="" />
                <span class="quiet stage">{line.stage}</span>
                <span class="cut what" title={`${line.action}: ${line.target}`}>
                  {line.action} <span class="quiet">{line.target}</span>
                </span>
                <span class="cut quiet who" title={by(line)}>
                  {by(line)}
                </span>
                <time class="right quiet" title={new Date(line.at).toISOString()}>
                  {ago(line.at, now())}
                </time>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Panel>
  )
}
