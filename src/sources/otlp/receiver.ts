import type { Finding } from '../../facts/source.ts'
import type { StatedFigure } from '../../facts/stated-figure.ts'
import { parseBounded } from '../../lib/bounded-json.ts'
import { sha256Bytes } from '../../lib/crypto.ts'
import { createSignals, type IsTold } from './take-signals.ts'

/** Codex sends 600 KB when it starts; a session of Claude Code some KB every five seconds. */
const maxPackedBytes = 4 << 20
const maxUnpackedBytes = 16 << 20
const maxDepth = 32
const maxValues = 500_000

/** Why a request was not taken, as doctor says it. */
const refusals = {
  401: {
    words: 'had not the token of this receiver',
    fix: 'Set OTEL_EXPORTER_OTLP_HEADERS to `Authorization=Bearer` and what is in `secrets/otlp` of the data folder.',
  },
  403: {
    words: 'came from a page or asked for another host',
    fix: 'Only programs on this machine may send; set the endpoint to 127.0.0.1.',
  },
  404: { words: 'asked for something else than /v1/logs and /v1/metrics', fix: null },
  413: { words: 'was too large', fix: null },
  415: { words: 'was not JSON', fix: 'Set OTEL_EXPORTER_OTLP_PROTOCOL=http/json.' },
  400: { words: 'could not be read', fix: null },
} as const

type RefusedStatus = keyof typeof refusals

type Deps = {
  port: number
  /** Who sends has to know it. It gives no other right. */
  token: string
  /** Takes what was stated. */
  state: (figures: StatedFigure[]) => void
  isTold: IsTold
  now: () => number
}

/**
 * Listens on 127.0.0.1 for what agents report over OTLP as JSON: `POST /v1/logs` and `/v1/metrics`, with the token. It is
 * a server of its own, which knows no other address and gives nothing away. Where the port cannot be had it says so in
 * its findings and takes nothing.
 */
export function createOtlpReceiver({ port, token, state, isTold, now }: Deps) {
  const signals = createSignals({ now, isTold })
  const wanted = sha256Bytes(`Bearer ${token}`)
  const refused = new Map<RefusedStatus, number>()

  function refuse(status: RefusedStatus): Response {
    refused.set(status, (refused.get(status) ?? 0) + 1)
    return Response.json({ message: `The request ${refusals[status].words}.` }, { status })
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, hostname } = new URL(request.url)
    const { headers } = request
    if (!['127.0.0.1', 'localhost'].includes(hostname) || headers.has('origin') || headers.has('sec-fetch-site'))
      return refuse(403)
    if (!crypto.timingSafeEqual(sha256Bytes(headers.get('authorization') ?? ''), wanted)) return refuse(401)
    // Gemini CLI sends traces to the same address; they say nothing of costs.
    if (request.method === 'POST' && pathname === '/v1/traces') return Response.json({})
    const read = request.method === 'POST' ? readers[pathname] : undefined
    if (!read) return refuse(404)
    if (headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') return refuse(415)
    const text = textOf(new Uint8Array(await request.arrayBuffer()), headers.get('content-encoding'))
    if (typeof text !== 'string') return refuse(text.status)
    const parsed = parseBounded(text, { maxDepth, maxValues })
    if ('problem' in parsed) return refuse(400)
    const figures = read(parsed.value)
    if (figures.length > 0) state(figures)
    return Response.json({})
  }

  const readers: Record<string, (body: unknown) => StatedFigure[]> = {
    '/v1/logs': signals.logs,
    '/v1/metrics': signals.metrics,
  }

  let server: ReturnType<typeof Bun.serve> | undefined
  let problem: string | undefined
  try {
    server = Bun.serve({
      hostname: '127.0.0.1',
      port,
      maxRequestBodySize: maxPackedBytes,
      idleTimeout: 30,
      fetch: (request) => answer(request).catch(() => refuse(400)),
    })
  } catch (error) {
    problem =
      (error as { code?: string }).code === 'EADDRINUSE' ? 'another program listens there' : (error as Error).message
  }

  return {
    /** The port that it listens on; null where it could not be had. */
    port: server?.port ?? null,
    findings: (): Finding[] => [
      ...(problem === undefined ? [] : [notListening(port, problem)]),
      ...[...refused].map(([status, times]) => refusal(status, times)),
      ...signals.findings(),
    ],
    stop: async () => void (await server?.stop(true)),
  }
}

export type OtlpReceiver = ReturnType<typeof createOtlpReceiver>

/** The text of a body, unpacked within bounds; else why it is refused. */
function textOf(bytes: Uint8Array, encoding: string | null): string | { status: 400 | 413 | 415 } {
  if (encoding === null || encoding === '' || encoding === 'identity') return Buffer.from(bytes).toString('utf8')
  if (encoding !== 'gzip') return { status: 415 }
  try {
    const { gunzipSync } = process.getBuiltinModule('node:zlib')
    return gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes }).toString('utf8')
  } catch (error) {
    return { status: (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 413 : 400 }
  }
}

const notListening = (port: number, problem: string): Finding => ({
  level: 'warn',
  code: 'otlp-not-listening',
  message: `Port ${port} cannot be had for what agents report over OTLP: ${problem}.`,
  fix: 'Choose another with `port` in `[otlp]` of config.toml.',
})

const refusal = (status: RefusedStatus, times: number): Finding => ({
  level: 'warn',
  code: 'otlp-request-refused',
  message: `${times === 1 ? 'One request' : `${times} requests`} over OTLP ${refusals[status].words}, and nothing of ${times === 1 ? 'it was' : 'them was'} taken.`,
  fix: refusals[status].fix,
})
