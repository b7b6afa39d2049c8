import { createResource, For, onCleanup, Show } from 'solid-js'
import { ago } from '../../../../src/lib/format.ts'
import { Panel } from '../../../components/panel.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { api, ask } from '../../../data/api.ts'
import { createAttempt } from '../../../data/create-attempt.ts'
import { useOverview } from '../../../data/overview-context.ts'
import { now } from '../../../platform/now.ts'

/**
 * The terminals that wait for their code to be confirmed and those that may act, with the agents that asked for rights
 * and were refused. Nothing is shown while there are none of these.
 */
export function Terminals() {
  const [terminals, { refetch }] = createResource(() => ask(api.auth.terminals.get()))
  const { problem, attempt } = createAttempt(async () => void (await refetch()))
  const { subscribe, subscribeTopic } = useOverview()
  subscribe({
    onEvent: ({ kind }) => kind === 'terminals.changed' && void refetch(),
  })
  onCleanup(subscribeTopic('access', () => void refetch()))

  const confirm = (id: string) => attempt(() => ask(api.auth.terminals({ id }).confirm.post()))
  const end = (id: string) => attempt(() => ask(api.auth.terminals({ id }).delete()))
  const items = () => terminals.latest?.items ?? []
  const agents = () => terminals.latest?.agents ?? []

  return (
    <Show when={items().length + agents().length > 0 || problem()}>
      <Panel title="Terminals" sub="the command line acts once its code was compared">
        <ProblemNote text={problem()} />
        <ul class="rows terminals">
          <For each={items()}>
            {(terminal) => (
              <li data-state={terminal.state}>
                <StateMark mark={terminal.state === 'waiting' ? 'waiting' : 'healthy'} label="" />
                <code class="code">{terminal.code}</code>
                <span class="cut what" title={`${terminal.command}${terminal.folder ? ` in ${terminal.folder}` : ''}`}>
                  <bdi>{terminal.command}</bdi>{' '}
                  <Show when={terminal.folder}>
                    <span class="quiet">
                      in <bdi>{terminal.folder}</bdi>
                    </span>
                  </Show>
                </span>
                <span class="quiet">
                  {terminal.state === 'waiting'
                    ? `asked ${ago(terminal.askedAt, now())}`
                    : `may act for ${Math.max(1, Math.round((terminal.until - now()) / 60_000))} min`}
                </span>
                <span class="actions">
                  <Show when={terminal.state === 'waiting'}>
                    <button class="button" data-kind="primary" type="button" onClick={() => confirm(terminal.id)}>
                      The code is the same
                    </button>
                  </Show>
                  <button class="button" data-kind="danger" type="button" onClick={() => end(terminal.id)}>
                    {terminal.state === 'waiting' ? 'Refuse' : 'Take it back'}
                  </button>
                </span>
              </li>
            )}
          </For>
          <For each={agents()}>
            {(agent) => (
              <li data-state="refused">
                <StateMark mark="waiting" label="" />
                <span class="cut what" title={agent.name}>
                  <bdi>{agent.name}</bdi> <span class="quiet">{agent.wanted} and was refused</span>
                </span>
                <span class="quiet">
                  {agent.times > 1 ? `${agent.times} times, ` : ''}
                  {ago(agent.at, now())}
                </span>
              </li>
            )}
          </For>
        </ul>
      </Panel>
    </Show>
  )
}
