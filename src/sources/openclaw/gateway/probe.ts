import type { GatewayReading } from '../../../facts/gateway.ts'
import { duration } from '../../../facts/kinds.ts'
import { number } from '../../common/parse-values.ts'
import { recordOrEmpty } from './frames.ts'

export type Readiness = Pick<GatewayReading, 'ready' | 'failing' | 'eventLoop'> & { uptimeMs: number | null }

const longestWaitMs = 2_000
const maxAnswerBytes = 1 << 20

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
    const body = await shortBody(answer)
    return body === undefined ? undefined : readinessIn(JSON.parse(body))
  } catch {
    // Nothing listens, the answer takes too long, or something else answers: readiness stays unknown.
    return undefined
  }
}

/** The text of an answer; undefined for one that is longer than any gateway's. */
async function shortBody({ body }: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body ?? []) {
    bytes += part.length
    if (bytes > maxAnswerBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
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
            delayP99Ms: duration.fit(loop.delayP99Ms) ?? null,
            utilization: number(loop.utilization),
          },
    uptimeMs: duration.fit(uptimeMs) ?? null,
  }
}
