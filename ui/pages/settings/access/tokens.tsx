import { createResource, createSignal, For, onMount, Show } from 'solid-js'
import { atLeast, type Role, roles } from '../../../../src/auth/role.ts'
import { ago } from '../../../../src/lib/format.ts'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Panel } from '../../../components/panel.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { api, ask } from '../../../data/api.ts'
import { createAttempt } from '../../../data/create-attempt.ts'
import { createConfirm } from '../../../data/create-confirm.ts'
import { now } from '../../../platform/now.ts'

const roleLabels: Record<Role, string> = {
  screen: 'Screen: names, states and numbers',
  viewer: 'Viewer: see everything',
  operator: 'Operator: act',
  admin: 'Admin: give access',
}

type CreatedToken = { id: string; name: string; token: string }

/** The tokens of scripts and screens: they are created, listed and revoked here. */
export function Tokens() {
  const [tokens, { refetch }] = createResource(() => ask(api.tokens.get()))
  const { problem, attempt } = createAttempt(async () => void (await refetch()))
  const [created, setCreated] = createSignal<CreatedToken>()
  const [name, setName] = createSignal('')
  const [role, setRole] = createSignal<Role>('screen')
  const [mayAct, setMayAct] = createSignal(false)
  const canAct = () => atLeast(role(), 'operator')
  const { pending, withConfirm } = createConfirm()
  let nameField!: HTMLInputElement

  async function create(event: SubmitEvent) {
    event.preventDefault()
    await attempt(async () => {
      setCreated(await ask(api.tokens.post({ name: name().trim(), role: role(), mayAct: canAct() && mayAct() })))
      setName('')
    })
  }

  const revoke = (id: string) =>
    attempt(async () => {
      const revoked = await withConfirm((confirm) =>
        ask(api.tokens({ id }).delete(confirm === undefined ? {} : { confirm })),
      )
      if (!revoked) return
      if (created()?.id === id) setCreated(undefined)
      // The button that had the focus is gone with its row.
      nameField.focus()
    })

  return (
    <Panel title="Tokens" sub="for scripts and screens">
      <ProblemNote text={problem()} />
      <Show when={created()}>{(created) => <NewToken token={created()} />}</Show>
      <form class="form" onSubmit={create}>
        <label>
          Name
          <input
            ref={nameField}
            class="field"
            required
            maxlength="60"
            placeholder="Kitchen screen"
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label>
          What it may do
          <select class="field" value={role()} onChange={(event) => setRole(event.currentTarget.value as Role)}>
            <For each={roles}>{(role) => <option value={role}>{roleLabels[role]}</option>}</For>
          </select>
        </label>
        <Show when={canAct()}>
          <label class="check">
            <input type="checkbox" checked={mayAct()} onChange={(event) => setMayAct(event.currentTarget.checked)} />
            May act without a person, for scripts. Anyone who has the token can act
          </label>
        </Show>
        <button class="button" data-kind="primary" type="submit" disabled={name().trim() === ''}>
          Create token
        </button>
      </form>
      <Show
        when={tokens.latest?.items.length}
        fallback={<p class="empty">No tokens yet. Screens and scripts need one; this browser does not.</p>}
      >
        <ul class="rows tokens">
          <For each={tokens.latest!.items}>
            {(token) => (
              <li>
                <b class="cut" title={token.name}>
                  {token.name}
                </b>
                <span class="quiet">
                  {token.role}
                  {token.mayAct ? ', may act' : ''}
                </span>
                <span class="quiet">made {ago(token.createdAt, now())}</span>
                <span class="quiet">
                  {token.lastUsedAt === null ? 'never used' : `used ${ago(token.lastUsedAt, now())}`}
                </span>
                <button
                  class="button"
                  data-kind="danger"
                  type="button"
                  onClick={() => revoke(token.id)}
                  aria-label={`Revoke ${token.name}`}
                >
                  Revoke
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <ConfirmDialog pending={pending()} />
    </Panel>
  )
}

function NewToken(props: { token: CreatedToken }) {
  const [copied, setCopied] = createSignal<string>()
  let shown!: HTMLElement
  let copyButton!: HTMLButtonElement
  onMount(() => copyButton.focus())

  /** Copies the token. Without https a browser has no clipboard; then the token is selected, so that a person can copy it. */
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.token.token)
      setCopied('Copied')
    } catch {
      getSelection()?.selectAllChildren(shown)
      setCopied('Selected: press Ctrl C to copy')
    }
  }

  return (
    <output class="new-token">
      <span>The token of “{props.token.name}”. It is shown only now.</span>
      <code ref={shown}>{props.token.token}</code>
      <span class="row">
        <button class="button" type="button" onClick={copy} ref={copyButton}>
          Copy token
        </button>
        <span class="quiet">{copied()}</span>
      </span>
    </output>
  )
}
