import { afterEach, beforeEach, jest } from 'bun:test'
import { createRoot } from 'solid-js'
import type { Confirmation } from '../../src/audit/action-gate.ts'

/** One request of the page. It waits until the test answers it. */
type FakeRequest = {
  /** Decoded: `/api/agents/openclaw:main`. */
  path: string
  query: Record<string, string>
  /** What it sends as JSON; undefined where it sends nothing. */
  body: unknown
  signal: AbortSignal
  /** Resolves once the page has taken the answer in. */
  answer(body: unknown, headers?: Record<string, string>): Promise<void>
  refuse(status: number, detail: string): Promise<void>
  /** Has the act confirmed first. */
  askBack(confirm: Confirmation): Promise<void>
  /** Nobody answers. */
  fail(): Promise<void>
}

const problemHeaders = { 'content-type': 'application/problem+json' }

/**
 * Stands in for the network and the clock in each test of a file. A test answers each request by hand and in any order.
 * Aborted requests are still answered: that an answer comes too late must not depend on the network.
 */
export function createFakeServer() {
  const real = globalThis.fetch
  const requests: FakeRequest[] = []
  const roots: (() => void)[] = []

  beforeEach(() => {
    jest.useFakeTimers()
    globalThis.fetch = take as typeof fetch
  })
  afterEach(() => {
    for (const dispose of roots.splice(0)) dispose()
    requests.length = 0
    globalThis.fetch = real
    jest.useRealTimers()
  })

  function take(input: string | URL | Request, init?: RequestInit) {
    const url = new URL(String(input instanceof Request ? input.url : input))
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    const settle = (act: () => void) => {
      act()
      return settled()
    }
    requests.push({
      path: decodeURIComponent(url.pathname),
      query: Object.fromEntries(url.searchParams),
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      signal: init?.signal ?? new AbortController().signal,
      answer: (body, headers = {}) => settle(() => resolve(Response.json(body, { headers }))),
      refuse: (status, detail) =>
        settle(() => resolve(Response.json({ code: 'refused', detail }, { status, headers: problemHeaders }))),
      askBack: (confirm) =>
        settle(() =>
          resolve(
            Response.json(
              { code: 'confirm-needed', detail: 'Confirm it.', confirm },
              { status: 409, headers: problemHeaders },
            ),
          ),
        ),
      fail: () => settle(() => reject(new TypeError('fetch failed'))),
    })
    return promise
  }

  return {
    requests,
    /** Makes something with an owner, which goes with the test. */
    within: <Made>(make: () => Made): Made =>
      createRoot((dispose) => {
        roots.push(dispose)
        return make()
      }),
    /** The requests for a path, the newest last. */
    to: (path: string) => requests.filter((request) => request.path === path),
    /** The newest request, for a path unless none is named. */
    last(path?: string): FakeRequest {
      const found = requests.findLast((request) => path === undefined || request.path === path)
      if (!found) throw new Error(`Nobody asked for ${path}, but for ${requests.map(({ path }) => path).join(', ')}.`)
      return found
    },
    settled,
    /** Lets time pass, and what it sets off settle. */
    async wait(ms: number) {
      jest.advanceTimersByTime(ms)
      await settled()
    },
  }
}

/** All that waits for a promise has run. Timers have not. */
async function settled() {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}
