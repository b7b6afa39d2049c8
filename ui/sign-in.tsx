import { createSignal, Show } from 'solid-js'
import { api, ask, Problem, signInKey } from './api.ts'
import { Wheel } from './parts/wheel.tsx'

/** The plain page for whom this server does not know yet. */
export function SignIn(props: { notice: string | undefined; onDone(): void }) {
  const [token, setToken] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()

  async function signIn(event: SubmitEvent) {
    event.preventDefault()
    setBusy(true)
    try {
      const { key } = await ask(api.auth['sign-in'].post({ token: token() }))
      signInKey.keep(key)
      props.onDone()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error.message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <main class="narrow" id="main">
      <p class="row wordmark">
        <Wheel /> Wheelhouse
      </p>
      <section class="panel" aria-labelledby="sign-in">
        <header>
          <h2 id="sign-in">Sign in</h2>
        </header>
        <div class="body">
          <p>
            On the machine it runs on, open the link that <code>wheelhouse open</code> prints. From elsewhere, paste an
            access token; <code>wheelhouse token create</code> makes one.
          </p>
          <Show when={problem() ?? props.notice}>
            {(text) => (
              <p class="note" role="alert">
                {text()}
              </p>
            )}
          </Show>
        </div>
        <form class="form" onSubmit={signIn}>
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
      </section>
    </main>
  )
}
