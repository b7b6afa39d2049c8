import { createResource, createSignal, For, Show } from 'solid-js'
import { ago } from '../../src/lib/format.ts'
import type { Role } from '../../src/live/events.ts'
import { api, ask, Problem, signInKey } from '../api.ts'
import { ConfirmDialog, createConfirm } from '../parts/confirm-dialog.tsx'
import { now } from '../parts/now.ts'
import { Panel } from '../parts/panel.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { type Mark, StateMark } from '../parts/state-mark.tsx'

/** Who may look at and steer this Wheelhouse, and what was done with it. */
export default function AccessPage() {
  const [me] = createResource(() => ask(api.auth.me.get()))
  const maySeeLog = () => me()?.role === 'admin' || me()?.role === 'operator'
  const [log, { refetch }] = createResource(maySeeLog, () => ask(api.audit.get({ query: { limit: 50 } })))

  return (
    <div class="access">
      <h1 class="hidden">Access</h1>
      <Show when={me()}>{(me) => <You name={me().name} id={me().id} role={me().role} />}</Show>
      <Show when={me()?.role === 'admin'}>
        <Tokens onChange={refetch} />
      </Show>
      <Show when={maySeeLog()}>
        <Log lines={lastOfEachAct(log.latest?.items ?? [])} />
      </Show>
    </div>
  )
}

function You(props: { name: string; id: string; role: Role }) {
  const [problem, setProblem] = createSignal<string>()

  async function signOut() {
    try {
      await ask(api.auth['sign-out'].post())
      signInKey.forget()
      location.assign('/')
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error.message)
    }
  }

  return (
    <Panel title="You" sub={`${props.name}, ${props.role}`}>
      <ProblemNote text={problem()} />
      <div class="you">
        <Show
          when={props.role === 'admin'}
          fallback={
            <p>
              You are {props.role}; giving access needs admin. Run <code>wheelhouse open</code> on the machine it runs
              on and open the link it prints.
            </p>
          }
        >
          <p>You can give access to others and take it back.</p>
        </Show>
        <Show when={props.id.startsWith('sign-in:')}>
          <button class="button" type="button" onClick={signOut}>
            Sign out
          </button>
        </Show>
      </div>
    </Panel>
  )
}

type Made = { id: string; name: string; token: string }

function Tokens(props: { onChange(): void }) {
  const [tokens, { refetch }] = createResource(() => ask(api.tokens.get()))
  const [made, setMade] = createSignal<Made>()
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
      const revoked = await withConfirm((confirm) =>
        ask(api.tokens({ id }).delete(confirm === undefined ? {} : { confirm })),
      )
      if (revoked && made()?.id === id) setMade(undefined)
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
    props.onChange()
  }

  return (
    <Panel title="Tokens" sub="for scripts and screens">
      <ProblemNote text={problem()} />
      <Show when={made()}>{(made) => <NewToken made={made()} />}</Show>
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
        when={tokens.latest?.items.length}
        fallback={<p class="empty">No tokens yet. A screen or a script needs one; this browser does not.</p>}
      >
        <ul class="rows tokens">
          <For each={tokens.latest!.items}>
            {(token) => (
              <li>
                <b class="cut" title={token.name}>
                  {token.name}
                </b>
                <span class="quiet">{token.role}</span>
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
      <ConfirmDialog asked={asked()} />
    </Panel>
  )
}

function NewToken(props: { made: Made }) {
  const [copied, setCopied] = createSignal<string>()
  let shown!: HTMLElement

  /** Without https a browser lends nobody its clipboard; then the token is selected, for the person to copy. */
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.made.token)
      setCopied('Copied')
    } catch {
      getSelection()?.selectAllChildren(shown)
      setCopied('Selected: copy it with the keyboard')
    }
  }

  return (
    <output class="secret">
      <span>The token of “{props.made.name}”. It is shown only now.</span>
      <code ref={shown}>{props.made.token}</code>
      <span class="row">
        <button class="button" type="button" onClick={copy}>
          Copy token
        </button>
        <span class="quiet">{copied()}</span>
      </span>
    </output>
  )
}

type Line = Record<'who' | 'action' | 'target' | 'actId', string> & {
  id: number
  at: number
  stage: 'asked' | 'done' | 'failed' | 'refused'
  detail: string | null
}

/** How an act ended stands for its asking, too. The newest line comes first. */
const lastOfEachAct = (lines: Line[]) =>
  lines.filter((line, at) => lines.findIndex(({ actId }) => actId === line.actId) === at)

const stages: Record<Line['stage'], Mark> = { asked: 'idle', done: 'healthy', failed: 'stopped', refused: 'waiting' }

function Log(props: { lines: Line[] }) {
  return (
    <Panel title="Ship's log" sub="what was done through this Wheelhouse">
      <Show when={props.lines.length > 0} fallback={<p class="empty">Nothing has been done yet.</p>}>
        <ul class="rows log">
          <For each={props.lines}>
            {(line) => (
              <li>
                <StateMark mark={stages[line.stage]} label="" />
                <span class="quiet stage">{line.stage}</span>
                <span class="cut what" title={`${line.action}: ${line.target}`}>
                  {line.action} <span class="quiet">{line.target}</span>
                </span>
                <span class="cut quiet who" title={[line.who, line.detail].filter(Boolean).join(': ')}>
                  {[line.who, line.detail].filter(Boolean).join(': ')}
                </span>
                <time class="right quiet" title={new Date(line.at).toISOString()}>
                  {ago(line.at, now())}
                </time>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Panel>
  )
}
