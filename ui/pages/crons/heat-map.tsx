import { createMemo, For } from 'solid-js'
import type { CronLane } from '../../../src/crons/timeline.ts'
import { now } from '../../platform/now.ts'
import { heatOf, weekdays } from './week.ts'

/** How busy each hour of the last week was, and where runs failed or never started. */
export function HeatMap(props: { lanes: CronLane[]; timezone: string }) {
  const minute = createMemo(() => Math.floor(now() / 60_000) * 60_000)
  const cells = createMemo(() => heatOf(props.lanes, { now: minute(), timezone: props.timezone }))
  const most = () => Math.max(1, ...cells().map(({ ran, failed }) => ran + failed))
  const words = (number: number) => {
    const { ran, failed, missed } = cells()[number]!
    const when = `${weekdays[Math.floor(number / 24)]} ${String(number % 24).padStart(2, '0')}:00`
    return `${when}: ${ran + failed} ran${failed ? `, ${failed} failed` : ''}${missed ? `, ${missed} never started` : ''}`
  }
  return (
    <div class="crons-heat" role="img" aria-label="Runs of the last week by weekday and hour">
      <span />
      <For each={Array.from({ length: 24 }, (_, hour) => hour)}>
        {(hour) => <span class="hour">{hour % 3 === 0 ? String(hour).padStart(2, '0') : ''}</span>}
      </For>
      <For each={weekdays}>
        {(day, row) => (
          <>
            <span class="day">{day}</span>
            <For each={Array.from({ length: 24 }, (_, hour) => row() * 24 + hour)}>
              {(number) => (
                <i
                  title={words(number)}
                  data-failed={cells()[number]!.failed > 0 ? '' : undefined}
                  data-missed={cells()[number]!.missed > 0 ? '' : undefined}
                  style={{ '--heat': (cells()[number]!.ran + cells()[number]!.failed) / most() }}
                />
              )}
            </For>
          </>
        )}
      </For>
    </div>
  )
}
