import type { Ask, AskDeps } from '../ask/ask.ts'
import type { UseAsk } from '../ask/routes.ts'

/** Loads what asks models once somebody wants it. Until then nothing of it runs. */
export function buildAsk(deps: AskDeps) {
  let loaded: Ask | undefined
  let loading: Promise<Ask> | undefined

  async function load() {
    const { createAsk } = await import('../ask/loaded-later.ts')
    loaded = createAsk(deps)
    return loaded
  }

  const use: UseAsk = async (run) => {
    loading ??= load()
    return run(await loading)
  }

  return { use, stop: async () => loaded?.stop() }
}
