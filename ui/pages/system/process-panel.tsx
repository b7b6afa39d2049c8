import { A } from '@solidjs/router'
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import { runtimeName } from '../../../src/facts/runtimes.ts'
import type { ListedProcess } from '../../../src/health/agent-processes.ts'
import { bytes, duration, unknown } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { titleOf } from '../../components/session-labels.ts'
import { stopRequests } from '../../steering/stop-requests.ts'
import type { System } from './create-system.ts'
import { inOrder, type Order, orders } from './process-order.ts'

/** The processes of agents, each with its session; whoever may act can end one. */
export function ProcessPanel(props: { system: System; now: number; isDemo: boolean }) {
  const [order, setOrder] = createSignal<Order>('cpu')
  const rows = createMemo(() => inOrder(props.system.processes.data() ?? [], order()))
  const count = () => {
    const { length } = rows()
    return `${length} ${length === 1 ? 'process' : 'processes'} of agents${props.isDemo ? ', made up' : ''}, one core is 100%`
  }
  return (
    <Panel title="Processes" class="process-panel" sub={props.system.processes.data() ? count() : ''}>
      <ProblemNote text={props.system.problem()} />
      <Switch fallback={<p class="body quiet">Looking…</p>}>
        <Match when={props.system.processes.data()?.length === 0}>
          <p class="body quiet">No process of an agent runs on this machine just now.</p>
        </Match>
        <Match when={props.system.processes.data()}>
          <table class="processes">
            <caption class="hidden">Processes of agents</caption>
            <thead>
              <tr>
                <For each={heads}>
                  {(head) => (
                    <th class={head.class} aria-sort={head.order === order() ? orders[head.order] : undefined}>
                      <Show when={head.order} fallback={head.name}>
                        {(by) => (
                          <button type="button" class="sort" onClick={() => setOrder(by())}>
                            {head.name}
                            <span aria-hidden="true">
                              {by() === order() ? (orders[by()] === 'ascending' ? ' ↑' : ' ↓') : ''}
                            </span>
                          </button>
                        )}
                      </Show>
                    </th>
                  )}
                </For>
                <Show when={props.system.mayEnd()}>
                  <th class="process-act">
                    <span class="hidden">End</span>
                  </th>
                </Show>
              </tr>
            </thead>
            <tbody>
              <For each={rows()}>{(process) => <Row process={process} system={props.system} now={props.now} />}</For>
            </tbody>
          </table>
        </Match>
        <Match when={props.system.processes.problem()}>
          {(problem) => <RetryNotice onRetry={props.system.processes.refetch}>{problem().message}</RetryNotice>}
        </Match>
      </Switch>
    </Panel>
  )
}

const heads: { name: string; class: string; order?: Order }[] = [
  { name: 'Name', class: 'process-name', order: 'name' },
  { name: 'PID', class: 'process-pid right' },
  { name: 'Session', class: 'process-session', order: 'session' },
  { name: 'CPU', class: 'process-cpu right', order: 'cpu' },
  { name: 'Memory', class: 'process-memory right', order: 'memory' },
  { name: 'Runs for', class: 'process-age right', order: 'start' },
  { name: 'Command', class: 'process-command' },
]

function Row(props: { process: ListedProcess; system: System; now: number }) {
  const runs = () => {
    const { startedAt } = props.process
    return startedAt === null ? unknown : duration(Math.max(0, Math.floor((props.now - startedAt) / 60_000) * 60_000))
  }
  /** A session is ended by its own door, which knows the tools below it; what has none is ended as a process. */
  function end() {
    const { session } = props.process
    if (session) stopRequests.begin({ kind: 'stop', target: { sessions: [session.id] } })
    else void props.system.end(props.process)
  }
  const closed = () => props.process.kept ?? (props.process.startTime === null ? 'It has ended.' : null)
  return (
    <tr>
      <td class="name cut" title={runtimeName(props.process.runtime)}>
        {props.process.name}
      </td>
      <td class="process-pid right">{props.process.pid}</td>
      <td class="cut process-session">
        <Show when={props.process.session} fallback={<span class="quiet">{unknown}</span>}>
          {(session) => (
            <A class="link" href={`/sessions/${encodeURIComponent(session().id)}`}>
              {titleOf({ title: session().title, key: null })}
            </A>
          )}
        </Show>
      </td>
      <td class="right">{props.process.cpuPercent === null ? unknown : props.process.cpuPercent.toFixed(1)}</td>
      <td class="right">{bytes(props.process.rssBytes, 1024)}</td>
      <td
        class="right process-age"
        title={props.process.startedAt === null ? undefined : new Date(props.process.startedAt).toISOString()}
      >
        {runs()}
      </td>
      <td class="mono cut process-command" title={props.process.command ?? undefined}>
        {props.process.command ?? unknown}
      </td>
      <Show when={props.system.mayEnd()}>
        <td class="process-act">
          <button
            class="link-button"
            type="button"
            disabled={closed() !== null || props.system.ending() === props.process.pid}
            title={closed() ?? undefined}
            onClick={end}
          >
            {props.process.session ? 'Stop' : 'End'}
          </button>
        </td>
      </Show>
    </tr>
  )
}
