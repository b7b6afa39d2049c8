import { createSignal, For, Show } from 'solid-js'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { AgentFiles } from './agent-files.tsx'
import { AgentForm } from './agent-form.tsx'
import type { Gateways } from './create-gateways.ts'
import { Empty } from './overview-tab.tsx'

const newId = ''

/** The agents of a gateway: who there is, and one of them to change. */
export function AgentsTab(props: { gateways: Gateways }) {
  const { gateways } = props
  const [chosen, setChosen] = createSignal<string>()
  const agents = createQuery({
    key: () => {
      const id = gateways.reachable()
      return id === undefined || !gateways.mayRead() ? undefined : (['gateways/agents', id] as const)
    },
    fetcher: async ([, id], signal) => (await ask(api.gateways({ id }).agents.get({ fetch: { signal } }))).items,
  })
  const models = createQuery({
    key: () => {
      const id = gateways.reachable()
      return id === undefined || chosen() === undefined ? undefined : (['gateways/models', id] as const)
    },
    fetcher: async ([, id], signal) => (await ask(api.gateways({ id }).models.get({ fetch: { signal } }))).items,
  })
  const choices = () => (models.data() ?? []).map(({ provider, id }) => `${provider}/${id}`)
  const selected = () => agents.data()?.find(({ id }) => id === chosen())
  const id = () => gateways.chosen()!.id

  const add = (agent: { name: string; workspace: string; emoji: string; model: string }) =>
    gateways.attempt(async () => {
      const { name, workspace, emoji, model } = agent
      const made = await ask(
        api.gateways({ id: id() }).agents.post({ name, workspace, ...(emoji && { emoji }), ...(model && { model }) }),
      )
      toast({ text: `${made.name} is there.` })
      await agents.refetch()
      setChosen(made.id)
    })
  const edit = (agent: string, patch: object, revision: string) =>
    gateways.attempt(async () => {
      const changed = await ask(api.gateways({ id: id() }).agents({ agent }).patch({ patch, revision }))
      toast({ text: `${changed.name} is saved.` })
      await agents.refetch()
    })
  const remove = (agent: string, name: string, deleteFiles: boolean) =>
    gateways.attempt(async () => {
      const gone = await gateways.withConfirm((confirm) =>
        ask(
          api
            .gateways({ id: id() })
            .agents({ agent })
            .delete(confirm === undefined ? { deleteFiles } : { deleteFiles, confirm }),
        ),
      )
      if (!gone) return
      toast({ text: `${name} is deleted.` })
      setChosen(undefined)
      await agents.refetch()
    })

  return (
    <div class="gateway-columns agents" data-open={chosen() === undefined ? undefined : ''}>
      <Panel
        title="Agents"
        sub={agents.data() && `${agents.data()!.length} at this gateway`}
        end={
          <Show when={gateways.mayChange()}>
            <button class="button" data-kind="primary" type="button" onClick={() => setChosen(newId)}>
              New agent
            </button>
          </Show>
        }
      >
        <ProblemNote text={agents.problem()?.message} />
        <Empty of={agents.data()} isAsked={gateways.isThere()} none="It has no agents.">
          <ul class="agent-list">
            <For each={agents.data()}>
              {(agent) => (
                <li>
                  <button type="button" aria-pressed={chosen() === agent.id} onClick={() => setChosen(agent.id)}>
                    <span class="agent-emoji" aria-hidden="true">
                      {agent.emoji || '·'}
                    </span>
                    <b class="cut">{agent.name}</b>
                    <span class="quiet cut">
                      {[agent.isDefault ? 'default' : '', agent.model || 'the default model']
                        .filter(Boolean)
                        .join(', ')}
                    </span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Empty>
      </Panel>
      <div>
        <Show
          when={chosen() !== undefined}
          fallback={
            <section class="panel">
              <p class="empty">Choose an agent to see what it is and what it is told.</p>
            </section>
          }
        >
          <ProblemNote text={gateways.problem()} />
          <Show when={`${chosen()} ${selected()?.revision ?? ''}`} keyed>
            {(_face) => (
              <AgentForm
                agent={selected()}
                models={choices()}
                readOnly={!gateways.mayChange()}
                onAdd={add}
                onEdit={(patch) => edit(selected()!.id, patch, selected()!.revision)}
                onRemove={(deleteFiles) => remove(selected()!.id, selected()!.name, deleteFiles)}
                onClose={() => setChosen(undefined)}
              />
            )}
          </Show>
          <Show when={selected()?.id} keyed>
            {(agent) => <AgentFiles gateways={gateways} agent={agent} />}
          </Show>
        </Show>
      </div>
    </div>
  )
}
