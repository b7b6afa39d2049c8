import { For, Match, Show, Switch } from 'solid-js'
import type { DiskOutlook, DiskWithOutlook } from '../../../src/health/disk-outlook.ts'
import { bytes } from '../../../src/lib/format.ts'
import { levelOf, machineLimits } from '../../components/level.ts'
import { Panel } from '../../components/panel.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { shortDay } from '../../components/time-words.ts'

const dayMs = 86_400_000
/** From here on a disk that fills is worth a colour. */
const soonDays = 30

/** Each disk, how full it is, and in how many days it will be. */
export function DiskPanel(props: {
  disks: DiskWithOutlook[] | undefined
  problem: string | undefined
  now: number
  timezone: string
  onRetry(): void
}) {
  return (
    <Panel title="Disks" class="disk-panel" sub="at the pace of the last week">
      <Switch fallback={<p class="body quiet">Looking…</p>}>
        <Match when={props.problem && !props.disks}>
          <RetryNotice onRetry={props.onRetry}>{props.problem}</RetryNotice>
        </Match>
        <Match when={props.disks?.length === 0}>
          <p class="body quiet">This system does not say how full its disks are.</p>
        </Match>
        <Match when={props.disks}>
          <ul class="disk-list">
            <For each={props.disks}>
              {(disk) => (
                <li
                  data-level={levelOf(disk.usedPercent, machineLimits)}
                  data-soon={isSoon(disk.outlook) ? '' : undefined}
                >
                  <span class="disk-line">
                    <span class="mono cut" title={disk.path}>
                      {disk.path}
                    </span>
                    <b class="disk-outlook">{headline(disk.outlook)}</b>
                  </span>
                  <span class="gauge-meter" aria-hidden="true">
                    <span style={{ width: `${Math.min(100, disk.usedPercent)}%` }} />
                    <i style={{ left: `${machineLimits.warn}%` }} />
                    <i style={{ left: `${machineLimits.danger}%` }} />
                  </span>
                  <span class="disk-line label">
                    <span>
                      {Math.round(disk.usedPercent)}%, {bytes(disk.freeBytes, 1000)} free
                    </span>
                    <Show when={detail(disk.outlook, props.now, props.timezone)}>
                      {(words) => <span class="right">{words()}</span>}
                    </Show>
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Match>
      </Switch>
    </Panel>
  )
}

const isSoon = (outlook: DiskOutlook) => outlook.state === 'filling' && outlook.days < soonDays

const daysOf = (days: number) => (days < 1 ? 'under a day' : `${Math.floor(days)} d`)

function headline(outlook: DiskOutlook): string {
  switch (outlook.state) {
    case 'filling':
      return `full in ${daysOf(outlook.days)}`
    case 'steady':
      return 'steady'
    case 'unknown':
      return 'not known yet'
  }
}

function detail(outlook: DiskOutlook, now: number, timezone: string): string {
  switch (outlook.state) {
    case 'filling': {
      const { bytesPerDay, bytesPerDayBefore, days } = outlook
      const was = bytesPerDayBefore === null ? '' : `, was ${bytes(Math.max(0, bytesPerDayBefore), 1000)}`
      return `${shortDay(now + days * dayMs, timezone)}, +${bytes(bytesPerDay, 1000)} a day${was}`
    }
    case 'steady':
      return `over ${outlook.overDays} ${outlook.overDays === 1 ? 'day' : 'days'}`
    case 'unknown':
      return `needs a day, has ${outlook.observedHours} h`
  }
}
