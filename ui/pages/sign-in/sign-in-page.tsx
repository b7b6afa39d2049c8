import { createSignal, For, Suspense } from 'solid-js'
import { atLeast, type Role, roles } from '../../../src/auth/role.ts'
import { Logo } from '../../components/logo.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { api, ask, signInKey } from '../../data/api.ts'
import { lazyPart } from '../../data/load-part.ts'
import { Problem } from '../../data/problem.ts'

const NightWindow = lazyPart(async () => ({ default: (await import('../../office/office.ts')).NightWindow }))

/** The page for a browser that is not signed in: the office by night, how to come in, and what that adds. */
export default function SignInPage(props: { notice: string | undefined; onDone(): void }) {
  const [token, setToken] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()

  async function signIn(event: SubmitEvent) {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    try {
      const { key } = await ask(api.auth['sign-in'].post({ token: token() }))
      signInKey.write(key)
      props.onDone()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error.message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <main class="sign-in" id="main">
      <Suspense>
        <NightWindow />
      </Suspense>
      <div class="sign-in-columns">
        <form class="panel" onSubmit={signIn}>
          <h1>
            <Logo /> Sign in to Wheelhouse
          </h1>
          <ProblemNote text={problem() ?? props.notice} />
          <label>
            Access token
            <input
              class="field mono"
              type="password"
              autocomplete="off"
              spellcheck={false}
              required
              value={token()}
              onInput={(event) => setToken(event.currentTarget.value)}
            />
          </label>
          <button class="button" data-kind="primary" type="submit" disabled={busy() || token().trim() === ''}>
            Sign in
          </button>
          <p>
            On the machine itself <code>wheelhouse open</code> prints a link that signs you in without a token.{' '}
            <code>wheelhouse token create</code> makes a token for another one.
          </p>
        </form>
        <RoleTable />
      </div>
    </main>
  )
}

/** What each role may do, from the least to the most. */
const rights: { may: string; about: string; from: Role }[] = [
  { may: 'Names, states, numbers', about: 'what a screen on a wall shows', from: 'screen' },
  { may: 'What was said and run', about: 'transcripts, commands, errors; secrets stay hidden', from: 'viewer' },
  { may: 'Every figure and its rows', about: 'costs, models, projects, exports', from: 'viewer' },
  {
    may: 'Dismiss, snooze, set budgets',
    about: 'what needs somebody; needs a person, never an agent',
    from: 'operator',
  },
  { may: 'Hooks, tokens, who may come in', about: 'asks again before it acts', from: 'admin' },
]

const roleNames: Record<Role, string> = { screen: 'Screen', viewer: 'Viewer', operator: 'Operator', admin: 'Admin' }

const RoleTable = () => (
  <section class="role-table" aria-labelledby="signing-in">
    <h2 id="signing-in">What signing in adds</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">
            <span class="hidden">Right</span>
          </th>
          <th scope="col">Now</th>
          <For each={roles}>{(role) => <th scope="col">{roleNames[role]}</th>}</For>
        </tr>
      </thead>
      <tbody>
        <For each={rights}>
          {({ may, about, from }) => (
            <tr>
              <th scope="row">
                {may}
                <span class="quiet">{about}</span>
              </th>
              <td class="now">
                <StateMark mark="unknown" label="no" />
              </td>
              <For each={roles}>
                {(role) => (
                  <td>
                    <StateMark
                      mark={atLeast(role, from) ? 'healthy' : 'unknown'}
                      label={atLeast(role, from) ? 'yes' : 'no'}
                    />
                  </td>
                )}
              </For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  </section>
)
