import { For } from 'solid-js'
import type { CronRun } from '../../src/crons/cron.ts'

type Run = Pick<CronRun, 'at' | 'status' | 'durationMs'>

const [step, height, tallest, lowest] = [8, 16, 14, 4]

const isFailure = ({ status }: Run) => status === 'error' || status === 'timed-out'

/** The latest runs of a job, the oldest first: a bar as high as a run was long, a diamond where it failed. */
export function RunStreak(props: { runs: Run[] }) {
  const runs = () => props.runs.toReversed()
  const longest = () => Math.max(1, ...runs().map(({ durationMs }) => durationMs ?? 0))
  const label = () => `${props.runs.filter(isFailure).length} of ${props.runs.length} runs failed`
  const heightOf = (run: Run) => lowest + ((run.durationMs ?? 0) / longest()) * (tallest - lowest)
  return (
    <svg
      class="run-streak"
      width={runs().length * step}
      height={height}
      viewBox={`0 0 ${runs().length * step} ${height}`}
      role="img"
      aria-label={label()}
    >
      <For each={runs()}>
        {(run, index) =>
          isFailure(run) ? (
            <path class="failed" d={`M${index() * step + 3.5} 3.6 l4.4 4.4 -4.4 4.4 -4.4 -4.4z`} />
          ) : (
            <rect
              data-status={run.status}
              x={index() * step}
              y={height - 1 - heightOf(run)}
              width={step - 2}
              height={heightOf(run)}
            />
          )
        }
      </For>
    </svg>
  )
}
