import { type Component, createSignal, lazy } from 'solid-js'
import { contact } from './contact.ts'

/** From a failure to the next attempt. */
const retryMs = 2_000
/** After so many failures while the server answers, the files of this page are not there any more: it is another version. */
const attemptsBeforeReload = 2
/** A page reloads itself at most once in this time. */
const reloadPauseMs = 60_000
const reloadedKey = 'wheelhouse.reloaded'

const [missing, setMissing] = createSignal(0)

/** Whether a part of the page is missing that is being fetched again. */
export const isPartMissing = () => missing() > 0

type Deps = {
  pause(ms: number): Promise<void>
  isServerThere(): boolean
  /** Loads the page again, and answers whether it does. */
  reload(): boolean
}

const inBrowser: Deps = {
  pause: (ms) => new Promise((done) => setTimeout(done, ms)),
  isServerThere: () => contact().state === 'there',
  reload() {
    try {
      const last = Number(sessionStorage.getItem(reloadedKey) ?? 0)
      if (Date.now() - last < reloadPauseMs) return false
      sessionStorage.setItem(reloadedKey, String(Date.now()))
    } catch {
      // Without a storage nothing says whether it did so before: it would do so for ever.
      return false
    }
    location.reload()
    return true
  },
}

/**
 * Fetches a part of the page until it is there. A server that is away comes back; one that answers and still does not
 * have the part is another version, for which the page is loaded again, once.
 */
export async function untilLoaded<Part>(load: () => Promise<Part>, deps: Deps = inBrowser): Promise<Part> {
  let isCounted = false
  try {
    for (let failures = 0; ; ) {
      try {
        return await load()
      } catch {
        if (!isCounted) setMissing((count) => count + 1)
        isCounted = true
        failures = deps.isServerThere() ? failures + 1 : 0
        if (failures >= attemptsBeforeReload && deps.reload()) return await new Promise<never>(() => {})
        await deps.pause(retryMs)
      }
    }
  } finally {
    if (isCounted) setMissing((count) => count - 1)
  }
}

/** A component that is fetched when it is first shown. */
export const lazyPart = <Props extends object>(load: () => Promise<{ default: Component<Props> }>) =>
  lazy(() => untilLoaded(load))
