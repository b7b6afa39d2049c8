import { A } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, on, untrack } from 'solid-js'
import type { Drawn } from '../../../src/health/recent.ts'
import { unknown } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { Sparkline } from '../../charts/sparkline.tsx'
import { Panel } from '../../components/panel.tsx'
import { now } from '../../platform/now.ts'
import { type MachineReading, machineReadingsOf, sparklineSentence } from './machine-readings.ts'

/** A reading that is older than this is stale: somewhat more than twice the longest pause between two readings. */
const silentMs = 25_000
/** The upper edge of a sparkline of bytes is at least this high, so that noise stays at the bottom. */
const minTopBytes = 20_000

/** Is the machine the bottleneck? Its measures, each with its last hour. */
export function Machine(props: { overview: Overview }) {
  const health = () => props.overview.health
  const reading = () => health().reading
  // The clock of the server may be another, so the arrival of a reading is noted by the clock of the page.
  const [receivedAt, setReceivedAt] = createSignal(Date.now())
  createEffect(
    on(
      () => reading()?.at,
      () => setReceivedAt(untrack(() => Date.now())),
      { defer: true },
    ),
  )
  const staleAt = () => (reading() && now() - receivedAt() > silentMs ? reading()!.at : undefined)
  const sub = () => {
    const at = staleAt()
    if (at !== undefined) return `as of ${time.format(at)}`
    const celsius = reading()?.machine.temperatures.cpuCelsius ?? null
    return celsius === null ? 'last 60 min' : `last 60 min, now ${Math.round(celsius)} °C`
  }
  const readings = createMemo(() => machineReadingsOf(reading(), health().platform))
  const ids = createMemo(() =>
    readings()
      .map(({ id }) => id)
      .join(' '),
  )
  return (
    <Panel
      title="Machine"
      class="machine"
      sub={sub()}
      end={
        <A class="link" href="/system">
          System
        </A>
      }
    >
      <dl class="machine-readings" data-stale={staleAt() === undefined ? undefined : ''}>
        <For each={ids().split(' ')}>
          {(id) => <Row reading={readings().find((reading) => reading.id === id)} values={health().recent.values} />}
        </For>
      </dl>
    </Panel>
  )
}

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

function Row(props: { reading: MachineReading | undefined; values: Record<Drawn, (number | null)[]> }) {
  const values = () => sumOf((props.reading?.measures ?? []).map((name) => props.values[name]))
  const top = () => {
    const { top, unit = '' } = props.reading ?? {}
    if (top !== undefined) return top
    const highest = Math.max(...values().map((value) => value ?? 0))
    return unit.endsWith('/s') ? Math.max(minTopBytes, highest) : highest * 1.25
  }
  return (
    <div data-id={props.reading?.id}>
      <dt class="cut">{props.reading?.name}</dt>
      <dd class="line">
        <Sparkline
          values={values()}
          top={top()}
          width={120}
          height={24}
          level={props.reading?.level}
          sentence={props.reading && sparklineSentence(props.reading, values())}
        />
      </dd>
      <dd class="value" data-level={props.reading?.level}>
        <span data-unknown={props.reading?.value === unknown ? '' : undefined}>{props.reading?.value}</span>
        <span class="unit">{props.reading?.unit}</span>
      </dd>
      <dd class="note cut" title={props.reading?.title}>
        {props.reading?.note}
      </dd>
    </div>
  )
}

/** The sum of several series; null where one of them is null. */
const sumOf = ([first = [], ...others]: (number | null)[][]) =>
  first.map((value, index) =>
    others.reduce<number | null>(
      (sum, other) => (sum === null || other[index] == null ? null : sum + other[index]),
      value,
    ),
  )
