import { createUniqueId, For, Show } from 'solid-js'
import type { CronDetail } from '../../../src/crons/cron.ts'
import { duration } from '../../../src/lib/format.ts'
import { now } from '../../platform/now.ts'
import type { Acts } from './create-acts.ts'
import type { Crons } from './create-crons.ts'
import { suitableWithin, withinChoices, withinWords } from './job-words.ts'

/** Tells somebody when a job has not succeeded for too long, however that came about. */
export function DeadMansSwitch(props: { job: CronDetail; crons: Crons; acts: Acts }) {
  const title = createUniqueId()
  const state = () => props.crons.deadlineOf(props.job.id)
  const isPast = () => props.job.enabled && state()?.isPast === true
  const chosen = () => state()?.withinMs ?? suitableWithin(props.job)
  const choices = () => [...new Set([...withinChoices, chosen()])].sort((a, b) => a - b)
  const isLocked = () => !props.crons.mayAct() || props.acts.busy() !== undefined
  return (
    <section class="dead-mans-switch" data-past={isPast() ? '' : undefined} aria-labelledby={title}>
      <input
        type="checkbox"
        class="switch"
        aria-labelledby={title}
        checked={state() !== undefined}
        disabled={isLocked()}
        onChange={(event) => props.acts.setDeadline(props.job.id, event.currentTarget.checked ? chosen() : null)}
      />
      <div>
        <h3 id={title}>Dead man's switch</h3>
        <p class="label">
          Tell me when it has not succeeded for{' '}
          <select
            class="field"
            aria-label="Time within which it must succeed"
            disabled={isLocked() || state() === undefined}
            onChange={(event) => props.acts.setDeadline(props.job.id, Number(event.currentTarget.value))}
          >
            <For each={choices()}>
              {(ms) => (
                <option value={ms} selected={ms === chosen()}>
                  {withinWords(ms)}
                </option>
              )}
            </For>
          </select>
        </p>
        <Show when={state()}>
          {(state) => (
            <p class="label" data-level={isPast() ? 'danger' : undefined}>
              {!props.job.enabled
                ? 'Waits while the job is off.'
                : `${duration(Math.max(0, now() - state().since))} since ${props.job.lastSuccessAt === null ? 'it was set' : 'the last success'}, set by ${state().setBy}`}
            </p>
          )}
        </Show>
      </div>
    </section>
  )
}
