import type { GatewayReading } from '../../../facts/gateway.ts'
import { number } from '../../common/parse-values.ts'
import { recordOrEmpty } from './frames.ts'

export type Readiness = Pick<GatewayReading, 'ready' | 'failing' | 'eventLoop'> & { uptimeMs: number | null }

const longestWaitMs = 2_000

/**
 * Asks `/readyz` of the gateway behind a socket's address, over TLS where the socket uses it. Undefined where no
 * readable answer comes in time.
 */
export async function probe(socketUrl: string): Promise<Readiness | undefined> {
  try {
    const answer = await fetch(new URL('/readyz', socketUrl.replace(/^ws/, 'http')), {
      signal: AbortSignal.timeout(longestWaitMs),
      redirect: 'error',
      headers: { accept: 'application/json' },
    })
    // A gateway answers unknown paths with its own page.
    if (!answer.headers.get('content-type')?.includes('json')) return undefined
    return readinessIn(await answer.json())
  } catch {
    // Nothing listens, the answer takes too long, or something else answers: readiness stays unknown.
    return undefined
  }
}

function readinessIn(answer: unknown): Readiness {
  const { ready, failing, eventLoop, uptimeMs } = recordOrEmpty(answer)
  const loop = recordOrEmpty(eventLoop)
  return {
    ready: typeof ready === 'boolean' ? ready : null,
    failing: (Array.isArray(failing) ? failing : [])
      .slice(0, 20)
      .map((name) =>
        String(typeof name === 'object' ? (recordOrEmpty(name).name ?? recordOrEmpty(name).id ?? '?') : name).slice(
          0,
          80,
        ),
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
