import { createUniqueId, For, type JSX, Show } from 'solid-js'
import { isJobOf } from '../../../src/breaker/facts.ts'
import { measureNames } from '../../../src/breaker/gauge-words.ts'
import { type Measure, measures } from '../../../src/breaker/guard.ts'
import { ago } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import type { Headrooms } from './create-headroom.ts'
import { measureNote } from './headroom-words.ts'
import { JobChoice } from './job-choice.tsx'

const shares = [10, 25, 50, 60, 70, 75, 80, 85, 90, 95, 100]

/** What may be done when it runs short, the mildest first. Nothing is switched on by itself. */
export function Ladder(props: { headrooms: Headrooms; now: number }) {
  const { draft, mayAct, busy, query } = props.headrooms
  const gauge = () => props.headrooms.selected()!
  const guard = () => props.headrooms.guardOf(gauge().subject)
  const jobs = () => query.data()?.jobs ?? []
  const held = () => {
    const { jobs: ids } = draft()
    return jobs().filter((job) => (ids ? ids.includes(job.id) : isJobOf(job, gauge().scope)))
  }
  const isChanged = () => guard() !== undefined && guard()!.limit !== gauge().limit && draft().measures.length > 0
  const share = createUniqueId()
  return (
    <Panel
      title="What may be done when it runs short"
      sub={mayAct() ? '' : 'view only'}
      end={
        <label class="row" for={share}>
          Acts at
          <select
            id={share}
            class="field"
            disabled={!mayAct() || busy()}
            onChange={(event) => props.headrooms.choose({ atPercent: Number(event.currentTarget.value) })}
          >
            <For each={[...new Set([...shares, draft().atPercent])].sort((a, b) => a - b)}>
              {(value) => (
                <option value={value} selected={value === draft().atPercent}>
                  {value}%
                </option>
              )}
            </For>
          </select>
        </label>
      }
      class="ladder"
    >
      <ProblemNote text={props.headrooms.problem()} />
      <Show when={isChanged()}>
        <p class="remark" data-level="warn">
          The limit is another one since this was confirmed, and nothing is done by itself. Switch it off and on again
          to confirm it as it is now.
        </p>
      </Show>
      <ul>
        <For each={measures}>
          {(measure) => (
            <Rung
              measure={measure}
              isOn={draft().measures.includes(measure)}
              note={measureNote(measure, gauge(), draft().atPercent)}
              end={measure === 'hold-crons' ? (held().length === 1 ? '1 job' : `${held().length} jobs`) : undefined}
              isLocked={!mayAct() || busy()}
              onSwitch={(isOn) => void props.headrooms.setMeasure(measure, isOn)}
            >
              <Show when={measure === 'hold-crons' && jobs().length > 0}>
                <JobChoice
                  jobs={jobs()}
                  chosen={held().map(({ id }) => id)}
                  isLocked={!mayAct() || busy()}
                  onChoose={(ids) => props.headrooms.choose({ jobs: ids })}
                />
              </Show>
            </Rung>
          )}
        </For>
      </ul>
      <p class="ladder-foot">
        <span>When it begins anew</span>
        <b>what was held goes on</b>
      </p>
      <Show when={guard()?.measures.length}>
        <p class="label">
          Switched on by {oneLine(guard()!.setBy)}, {ago(guard()!.setAt, props.now)}. Each act is on record as that of
          this rule.
        </p>
      </Show>
    </Panel>
  )
}

function Rung(props: {
  measure: Measure
  isOn: boolean
  note: string
  end: string | undefined
  isLocked: boolean
  onSwitch: (isOn: boolean) => void
  children: JSX.Element
}) {
  const [name, note] = [createUniqueId(), createUniqueId()]
  return (
    <li data-measure={props.measure}>
      <input
        type="checkbox"
        class="lever-switch"
        aria-labelledby={name}
        aria-describedby={note}
        checked={props.isOn}
        disabled={props.isLocked}
        onChange={(event) => {
          const { checked } = event.currentTarget
          // The lever stands where the server says, and not where it was pulled.
          event.currentTarget.checked = props.isOn
          props.onSwitch(checked)
        }}
      />
      <div>
        <h3 id={name}>{measureNames[props.measure]}</h3>
        <p class="quiet" id={note}>
          {props.note}
        </p>
        {props.children}
      </div>
      <span class="quiet">{props.isOn ? (props.end ?? 'on') : (props.end ?? 'off')}</span>
    </li>
  )
}
