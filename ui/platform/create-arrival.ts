import { createSignal, onCleanup } from 'solid-js'
import { api, ask, signInKey } from '../data/api.ts'
import { Problem } from '../data/problem.ts'

/**
 * A sign-in code in the fragment is taken out of the address at once and exchanged; what went wrong is the notice.
 * A link pasted into an open page does not load it anew, so the fragment is watched.
 */
export function createArrival() {
  const [pending, setPending] = createSignal(false)
  const [notice, setNotice] = createSignal<string>()

  function arrive() {
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
      signInKey.keep(key)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setNotice(error.message)
    } finally {
      setPending(false)
    }
  }

  arrive()
  addEventListener('hashchange', arrive)
  onCleanup(() => removeEventListener('hashchange', arrive))
  return { pending, notice }
}
