import { createSignal, onCleanup } from 'solid-js'
import { api, ask, signInKey } from '../data/api.ts'
import { Problem } from '../data/problem.ts'

/**
 * Signs in with the one-time code in the fragment of the address. The code is taken out of the address before it is
 * exchanged; `notice` says why an exchange was refused. A link that is pasted into an open page does not load the page
 * anew, so the fragment is watched for as long as the component lives.
 */
export function createLinkSignIn() {
  const [pending, setPending] = createSignal(false)
  const [notice, setNotice] = createSignal<string>()

  function takeCode() {
    const code = /^#([\w-]{20,60})$/.exec(location.hash)?.[1]
    if (code === undefined) return
    history.replaceState(history.state, '', location.pathname + location.search)
    void exchange(code)
  }

  async function exchange(code: string) {
    setPending(true)
    setNotice(undefined)
    try {
      const { key } = await ask(api.auth.exchange.post({ code }))
      signInKey.write(key)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setNotice(error.message)
    } finally {
      setPending(false)
    }
  }

  takeCode()
  addEventListener('hashchange', takeCode)
  onCleanup(() => removeEventListener('hashchange', takeCode))
  return { pending, notice }
}
