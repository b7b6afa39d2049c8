import { For } from 'solid-js'
import type { JobFact } from '../../../src/breaker/facts.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'

const shown = 3

/** Which jobs may be held: those that can wait. */
export function JobChoice(props: {
  jobs: JobFact[]
  chosen: string[]
  isLocked: boolean
  onChoose: (ids: string[]) => void
}) {
  const names = () => {
    const all = props.jobs.filter(({ id }) => props.chosen.includes(id)).map(({ name }) => oneLine(name))
    if (all.length === 0) return 'Choose those that can wait'
    return all.length > shown ? `${all.slice(0, shown).join(', ')} and ${all.length - shown} more` : all.join(', ')
  }
  return (
    <details class="job-choice">
      <summary>{names()}</summary>
      <ul>
        <For each={props.jobs}>
          {(job) => (
            <li>
              <label class="row">
                <input
                  type="checkbox"
                  checked={props.chosen.includes(job.id)}
                  disabled={props.isLocked}
                  onChange={(event) =>
                    props.onChoose(
                      event.currentTarget.checked
                        ? [...props.chosen, job.id]
                        : props.chosen.filter((id) => id !== job.id),
                    )
                  }
                />
                <span class="cut">{oneLine(job.name)}</span>
                <span class="quiet">{job.enabled ? '' : 'off'}</span>
              </label>
            </li>
          )}
        </For>
      </ul>
    </details>
  )
}
