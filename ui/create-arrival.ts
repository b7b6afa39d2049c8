import { createSignal } from 'solid-js'
import { api, ask, Problem, signInKey } from './api.ts'

/** A sign-in code in the fragment is taken out of the address at once and exchanged; what went wrong is the notice. */
export function createArrival() {
  const code = /^#([\w-]{20,60})$/.exec(location.hash)?.[1]
  const [pending, setPending] = createSignal(code !== undefined)
  const [notice, setNotice] = createSignal<string>()
  if (code !== undefined) {
    history.replaceState(null, '', location.pathname + location.search)
    void exchange(code)
  }

  async function exchange(code: string) {
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

  return { pending, notice }
}
