import type { GatewayReading } from '../../../facts/gateway.ts'
import { number } from '../../shared/parse-values.ts'
import { record } from './frames.ts'

export type Readiness = Pick<GatewayReading, 'ready' | 'failing' | 'eventLoop'> & { uptimeMs: number | null }

const longestWaitMs = 2_000

/**
 * Asks the gateway behind a socket's address how it is (`/readyz`), as safely as the socket itself speaks. Undefined
 * when it does not answer in time, or in other words.
 */
export async function probe(socketUrl: string): Promise<Readiness | undefined> {
  try {
    const answer = await fetch(new URL('/readyz', socketUrl.replace(/^ws/, 'http')), {
      signal: AbortSignal.timeout(longestWaitMs),
      redirect: 'error',
      headers: { accept: 'application/json' },
    })
    // What it does not know it answers with its own page.
    if (!answer.headers.get('content-type')?.includes('json')) return undefined
    return readinessIn(await answer.json())
  } catch {
    // Nobody listens, it takes too long, or it is not what we think: all the same to us.
    return undefined
  }
}

export function readinessIn(answer: unknown): Readiness {
  const { ready, failing, eventLoop, uptimeMs } = record(answer)
  const loop = record(eventLoop)
  return {
    ready: typeof ready === 'boolean' ? ready : null,
    failing: (Array.isArray(failing) ? failing : [])
      .slice(0, 20)
      .map((name) =>
        String(typeof name === 'object' ? (record(name).name ?? record(name).id ?? '?') : name).slice(0, 80),
      ),
    eventLoop:
      eventLoop === undefined
        ? null
        : {
            degraded: loop.degraded === true,
            delayP99Ms: number(loop.delayP99Ms),
            utilization: number(loop.utilization),
          },
    uptimeMs: number(uptimeMs),
  }
}
