import { createResource, createSignal, For, Show } from 'solid-js'
import { relativeTime } from '../../src/lib/format.ts'
import type { Role } from '../../src/live/events.ts'
import { api, ask, Problem } from '../api.ts'
import { ConfirmDialog, createConfirm } from '../parts/confirm-dialog.tsx'
import { now } from '../parts/now.ts'
import { Panel } from '../parts/panel.tsx'

/** Who may look at and steer this Wheelhouse, and what was done with it. */
export default function AccessPage() {
  const [me] = createResource(() => ask(api.auth.me.get()))
  const isAdmin = () => me()?.role === 'admin'
  const maySeeRecord = () => me()?.role === 'admin' || me()?.role === 'operator'

  return (
    <div class="access">
      <h1 class="hidden">Access</h1>
      <Panel title="You" sub={me() ? `${me()!.name}, ${me()!.role}` : undefined}>
        <Show when={me() && !isAdmin()}>
          <p class="empty">
            As {me()!.role} you can look. To give access to others, sign in as admin: run <code>wheelhouse open</code>{' '}
            on this machine and open the link it prints.
          </p>
        </Show>
      </Panel>
      <Show when={isAdmin()}>
        <Tokens />
      </Show>
      <Show when={maySeeRecord()}>
        <Record />
      </Show>
    </div>
  )
}

function Tokens() {
  const [tokens, { refetch }] = createResource(() => ask(api.tokens.get()))
  const [made, setMade] = createSignal<{ name: string; token: string }>()
  const [problem, setProblem] = createSignal<string>()
  const [name, setName] = createSignal('')
  const [role, setRole] = createSignal<Role>('screen')
  const { asked, withConfirm } = createConfirm()

  async function create(event: SubmitEvent) {
    event.preventDefault()
    await say(async () => {
      setMade(await ask(api.tokens.post({ name: name().trim(), role: role() })))
      setName('')
    })
  }

  const revoke = (id: string) =>
    say(async () => {
      await withConfirm((confirm) => ask(api.tokens({ id }).delete(confirm === undefined ? {} : { confirm })))
    })

  async function say(act: () => Promise<void>) {
    setProblem(undefined)
    try {
      await act()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error.message)
    }
    await refetch()
  }

  return (
    <Panel title="Tokens" sub="for scripts and screens">
      <Show when={problem()}>
        <p class="empty" role="alert">
          {problem()}
        </p>
      </Show>
      <Show when={made()}>
        {(made) => (
          <output class="secret">
            <span>The token of “{made().name}”. It is shown only now.</span>
            <code>{made().token}</code>
            <span>
              <button class="button" type="button" onClick={() => navigator.clipboard?.writeText(made().token)}>
                Copy token
              </button>
            </span>
          </output>
        )}
      </Show>
      <form class="form" onSubmit={create}>
        <label>
          Name
          <input
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
            <option value="screen">Screen: names, states and numbers</option>
            <option value="viewer">Viewer: see everything</option>
            <option value="operator">Operator: act</option>
            <option value="admin">Admin: give access</option>
          </select>
        </label>
        <button class="button" data-kind="primary" type="submit" disabled={name().trim() === ''}>
          Create token
        </button>
      </form>
      <Show
        when={tokens()?.items.length}
        fallback={<p class="empty">No tokens yet. A screen or a script needs one; this browser does not.</p>}
      >
        <ul class="rows tokens">
          <For each={tokens()!.items}>
            {(token) => (
              <li>
                <b class="cut" title={token.name}>
                  {token.name}
                </b>
                <span class="quiet">{token.role}</span>
                <span class="quiet">
                  {token.lastUsedAt === null ? 'never used' : `used ${relativeTime(token.lastUsedAt, now())} ago`}
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
      <ConfirmDialog asked={asked()} />
    </Panel>
  )
}

function Record() {
  const [lines] = createResource(() => ask(api.audit.get({ query: { limit: 50 } })))
  return (
    <Panel title="Ship's log" sub="what was done through this Wheelhouse">
      <ul class="rows audit">
        <For each={lines()?.items} fallback={<p class="empty">Nothing has been done yet.</p>}>
          {(line) => (
            <li>
              <time class="quiet" title={new Date(line.at).toISOString()}>
                {relativeTime(line.at, now())}
              </time>
              <span class="quiet">{line.stage}</span>
              <span class="cut" title={`${line.action} ${line.target}`}>
                {line.action} <b>{line.target}</b>
              </span>
              <span class="cut quiet" title={line.who}>
                {line.who}
                {line.detail ? `: ${line.detail}` : ''}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Panel>
  )
}
