import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { bytes, clock, duration, percent, whole } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { now } from '../../parts/now.ts'
import { Panel } from '../../parts/panel.tsx'
import { lamps, runtimes } from '../../parts/runtime.ts'

const minuteMs = 60_000

/** What is known of this machine: of Wheelhouse itself so far, and what is not read stands there as not read. */
export function Machine(props: { overview: Overview }) {
  const health = () => props.overview.health
  const indexed = () => health().indexed
  const upMs = () => Math.max(0, now() - health().startedAt)
  const read = () => props.overview.sources.filter(({ state }) => state === 'ok')
  const told = () =>
    props.overview.sources.map(({ runtime, state }) => `${runtimes[runtime].name} ${lamps[state].word}`).join(', ')
  return (
    <Panel
      title="Machine"
      class="machine"
      sub={<bdi>{props.overview.host}</bdi>}
      end={
        <A class="link" href="/settings/sources">
          Sources
        </A>
      }
    >
      <dl class="instruments">
        <Reading name="Wheelhouse is up" note={`since ${clock(health().startedAt)}`}>
          {upMs() < minuteMs ? 'under 1 min' : duration(Math.floor(upMs() / minuteMs) * minuteMs)}
        </Reading>
        <Reading name="Sources" note={told()}>
          {read().length} <small>of {props.overview.sources.length}</small>
        </Reading>
        <Reading name="Its memory" note="when this page was loaded">
          {bytes(health().rssBytes, 1024)}
        </Reading>
        <Reading
          name="Its index"
          note={
            indexed().done
              ? `${whole(indexed().files)} files read`
              : `reading: ${whole(indexed().filesDone)} of ${whole(indexed().files)} files`
          }
        >
          <Show when={!indexed().done && indexed().bytes > 0} fallback={bytes(health().indexBytes, 1000)}>
            {percent((indexed().bytesDone / indexed().bytes) * 100)}
          </Show>
        </Reading>
        <Reading name="CPU, memory, disk, network" note="not read yet">
          <span class="quiet">–</span>
        </Reading>
      </dl>
    </Panel>
  )
}

function Reading(props: { name: string; note: string; children: JSX.Element }) {
  return (
    <div>
      <dt>
        {props.name}
        <span class="cut" title={props.note}>
          {props.note}
        </span>
      </dt>
      <dd>{props.children}</dd>
    </div>
  )
}
