import { createSignal } from 'solid-js'
import { Logo } from '../components/logo.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { api, ask, signInKey } from '../data/api.ts'
import { Problem } from '../data/problem.ts'

/** The page for a browser that is not signed in. */
export function SignIn(props: { notice: string | undefined; onDone(): void }) {
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
      <p class="wordmark">
        <Logo /> <span>Wheelhouse</span>
      </p>
      <form class="panel" onSubmit={signIn}>
        <h1>Sign in</h1>
        <p>
          Open the link that <code>wheelhouse open</code> prints on the machine it runs on. Or paste an access token;{' '}
          <code>wheelhouse token create</code> makes one.
        </p>
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
      </form>
    </main>
  )
}
