import { For, Match, Switch } from 'solid-js'
import type { CronRun } from '../../src/crons/cron.ts'

type Run = Pick<CronRun, 'at' | 'status' | 'durationMs'>

const [step, height, tallest, lowest] = [8, 16, 14, 4]
/** So many runs and planned times that passed without one are drawn at most. */
const maxShown = 14

const isFailure = ({ status }: Run) => status === 'error' || status === 'timed-out'

/**
 * The latest runs of a job, the oldest first: a bar as high as a run was long, a diamond where it failed, a hollow bar
 * where a planned time passed without a run. `overlaps` names the runs that began before the one before them had ended.
 */
export function RunStreak(props: { runs: Run[]; misses?: { at: number }[]; overlaps?: number[] }) {
  const shown = () =>
    [
      ...props.runs.map((run) => ({ at: run.at, run })),
      ...(props.misses ?? []).map(({ at }) => ({ at, run: undefined })),
    ]
      .sort((a, b) => a.at - b.at)
      .slice(-maxShown)
  const longest = () => Math.max(1, ...props.runs.map(({ durationMs }) => durationMs ?? 0))
  const missed = () => shown().filter(({ run }) => !run).length
  const label = () =>
    `${props.runs.filter(isFailure).length} of ${props.runs.length} runs failed${missed() > 0 ? `, ${missed()} never started` : ''}`
  const heightOf = (run: Run) => lowest + ((run.durationMs ?? 0) / longest()) * (tallest - lowest)
  return (
    <svg
      class="run-streak"
      width={shown().length * step}
      height={height}
      viewBox={`0 0 ${shown().length * step} ${height}`}
      role="img"
      aria-label={label()}
    >
      <For each={shown()}>
        {({ at, run }, index) => (
          <Switch
            fallback={<rect class="missed" x={index() * step + 0.5} y={2.5} width={step - 3} height={height - 4} />}
          >
            <Match when={run && isFailure(run)}>
              <path class="failed" d={`M${index() * step + 3.5} 3.6 l4.4 4.4 -4.4 4.4 -4.4 -4.4z`} />
            </Match>
            <Match when={run}>
              {(run) => (
                <rect
                  data-status={run().status}
                  data-overlap={props.overlaps?.includes(at) ? '' : undefined}
                  x={index() * step}
                  y={height - 1 - heightOf(run())}
                  width={step - 2}
                  height={heightOf(run())}
                />
              )}
            </Match>
          </Switch>
        )}
      </For>
    </svg>
  )
}
