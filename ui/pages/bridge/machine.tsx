import { A } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, on, untrack } from 'solid-js'
import type { Drawn } from '../../../src/health/recent.ts'
import { unknown } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { Sparkline } from '../../charts/sparkline.tsx'
import { Panel } from '../../components/panel.tsx'
import { now } from '../../platform/now.ts'
import { type Instrument, instrumentsOf, lineWords } from './machine-readings.ts'

/** Twice the longest pause between two readings, and a little. */
const silentMs = 25_000
/** Below this a line of bytes is noise and lies at the foot. */
const leastTopBytes = 20_000

/** Is the machine the bottleneck? Its numbers, each with the hour before it. */
export function Machine(props: { overview: Overview }) {
  const health = () => props.overview.health
  const reading = () => health().reading
  // When it was heard, by our own clock: the server's may be another.
  const [heardAt, setHeardAt] = createSignal(Date.now())
  createEffect(
    on(
      () => reading()?.at,
      () => setHeardAt(untrack(() => Date.now())),
      { defer: true },
    ),
  )
  const staleAt = () => (reading() && now() - heardAt() > silentMs ? reading()!.at : undefined)
  const sub = () => {
    const at = staleAt()
    if (at !== undefined) return `as of ${time.format(at)}`
    const celsius = reading()?.machine.temperatures.cpuCelsius ?? null
    return celsius === null ? 'last 60 min' : `last 60 min, now ${Math.round(celsius)} °C`
  }
  const instruments = createMemo(() => instrumentsOf(reading(), health().platform))
  const seen = createMemo(() =>
    instruments()
      .map(({ id }) => id)
      .join(' '),
  )
  return (
    <Panel
      title="Machine"
      class="machine"
      sub={sub()}
      end={
        <A class="link" href="/settings/sources">
          Sources
        </A>
      }
    >
      <dl class="machine-readings" data-stale={staleAt() === undefined ? undefined : ''}>
        <For each={seen().split(' ')}>
          {(id) => (
            <Row
              instrument={instruments().find((instrument) => instrument.id === id)}
              values={health().recent.values}
            />
          )}
        </For>
      </dl>
    </Panel>
  )
}

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

function Row(props: { instrument: Instrument | undefined; values: Record<Drawn, (number | null)[]> }) {
  const values = () => together((props.instrument?.of ?? []).map((name) => props.values[name]))
  const top = () => {
    const { top, unit = '' } = props.instrument ?? {}
    if (top !== undefined) return top
    const highest = Math.max(...values().map((value) => value ?? 0))
    return unit.endsWith('/s') ? Math.max(leastTopBytes, highest) : highest * 1.25
  }
  return (
    <div data-id={props.instrument?.id}>
      <dt class="cut">{props.instrument?.name}</dt>
      <dd class="line">
        <Sparkline
          values={values()}
          top={top()}
          width={120}
          height={24}
          level={props.instrument?.level}
          sentence={props.instrument && lineWords(props.instrument, values())}
        />
      </dd>
      <dd class="value" data-level={props.instrument?.level}>
        <span data-unknown={props.instrument?.value === unknown ? '' : undefined}>{props.instrument?.value}</span>
        <span class="unit">{props.instrument?.unit}</span>
      </dd>
      <dd class="note cut" title={props.instrument?.title}>
        {props.instrument?.note}
      </dd>
    </div>
  )
}

/** Sums by the minute; unknown where one of them is. */
const together = ([first = [], ...others]: (number | null)[][]) =>
  first.map((value, index) =>
    others.reduce<number | null>(
      (sum, other) => (sum === null || other[index] == null ? null : sum + other[index]),
      value,
    ),
  )
