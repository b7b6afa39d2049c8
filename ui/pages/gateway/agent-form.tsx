import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { type AgentPatch, agentFields, type GatewayAgent } from '../../../src/gateways/agent.ts'
import { Panel } from '../../components/panel.tsx'

/** An agent to change, or a new one. Only what was changed is sent. */
export function AgentForm(props: {
  agent: GatewayAgent | undefined
  models: string[]
  readOnly: boolean
  onAdd(agent: { name: string; workspace: string; emoji: string; model: string }): Promise<unknown>
  onEdit(patch: AgentPatch): Promise<unknown>
  onRemove(deleteFiles: boolean): Promise<unknown>
  onClose(): void
}) {
  const list = createUniqueId()
  const was = props.agent ?? { name: '', emoji: '', model: '', workspace: '' }
  const [fields, setFields] = createSignal({
    name: was.name,
    emoji: was.emoji,
    model: was.model,
    workspace: was.workspace,
  })
  const [isBusy, setBusy] = createSignal(false)
  const [deletesFiles, setDeletesFiles] = createSignal(false)
  const changed = () => agentFields.filter((field) => fields()[field] !== was[field])
  const maySave = () =>
    !props.readOnly &&
    !isBusy() &&
    fields().name.trim() !== '' &&
    (props.agent ? changed().length > 0 : fields().workspace.trim() !== '')
  const type = (field: keyof AgentPatch) => (event: { currentTarget: HTMLInputElement }) =>
    setFields({ ...fields(), [field]: event.currentTarget.value })
  async function save(event: SubmitEvent) {
    event.preventDefault()
    if (!maySave()) return
    setBusy(true)
    if (props.agent) await props.onEdit(Object.fromEntries(changed().map((field) => [field, fields()[field].trim()])))
    else await props.onAdd(fields())
    setBusy(false)
  }

  return (
    <Panel
      title={props.agent?.name ?? 'New agent'}
      sub={props.agent ? `agent ${props.agent.id}` : 'its id is made of its name'}
      end={
        <button class="button" type="button" onClick={props.onClose}>
          Close
        </button>
      }
    >
      <form class="form agent-form" onSubmit={save}>
        <label>
          Name
          <input
            class="field"
            required
            maxlength="100"
            readOnly={props.readOnly}
            value={fields().name}
            onInput={type('name')}
          />
        </label>
        <label>
          Emoji
          <input
            class="field"
            maxlength="16"
            readOnly={props.readOnly}
            value={fields().emoji}
            onInput={type('emoji')}
          />
        </label>
        <label>
          Model
          <input
            class="field mono"
            list={list}
            autocomplete="off"
            placeholder="the gateway's default"
            readOnly={props.readOnly}
            value={fields().model}
            onInput={type('model')}
          />
          <datalist id={list}>
            <For each={props.models}>{(model) => <option value={model} />}</For>
          </datalist>
        </label>
        <label>
          Workspace
          <input
            class="field mono"
            spellcheck={false}
            placeholder="/home/you/.openclaw/workspace-name"
            readOnly={props.readOnly}
            value={fields().workspace}
            onInput={type('workspace')}
          />
        </label>
        <Show when={!props.readOnly}>
          <div class="row">
            <button class="button" data-kind="primary" type="submit" disabled={!maySave()}>
              {isBusy() ? 'Saving' : props.agent ? 'Save agent' : 'Create agent'}
            </button>
            <span class="quiet" aria-live="polite">
              {props.agent ? (changed().length === 0 ? 'nothing changed yet' : `changes ${changed().join(', ')}`) : ''}
            </span>
          </div>
        </Show>
      </form>
      <Show when={props.agent && !props.readOnly}>
        <div class="agent-end">
          <Show
            when={props.agent!.keptBecause}
            fallback={
              <>
                <label class="with-files">
                  <input
                    type="checkbox"
                    checked={deletesFiles()}
                    onChange={(event) => setDeletesFiles(event.currentTarget.checked)}
                  />
                  with its workspace
                </label>
                <button class="button" data-kind="danger" type="button" onClick={() => props.onRemove(deletesFiles())}>
                  Delete agent…
                </button>
              </>
            }
          >
            {(why) => <p class="quiet">It cannot be deleted. {why()}</p>}
          </Show>
        </div>
      </Show>
    </Panel>
  )
}
