import type { LimitFact } from '../../../facts/fact.ts'
import { type AskedMonth, mainAgentNote, type StatedFigure } from '../../../facts/stated-figure.ts'
import { Refusal } from '../../../lib/refusal.ts'
import { number, record, timeOf, word } from '../../common/parse-values.ts'
import { type ActionTarget, connect } from './act.ts'
import type { Connection, Pace } from './connection.ts'

export type GatewayUsage = { figures: StatedFigure[]; limits: LimitFact[] }

type Paces = Pace & { callMs?: number; againMs?: number }

/** A gateway counts in the background and answers 0 meanwhile: it is asked so often, with this between. */
const maxTries = 8
const againMs = 1_500
const callMs = 20_000

/** From this version on a gateway takes `agentScope`; earlier ones count one agent. */
const scopedSince = [2026, 9] as const

/**
 * Asks a gateway what a month has cost and how much of subscriptions is used, over a connection of its own that may only
 * read. It takes a second or two, and makes the gateway ask providers: for a person who wants to know, and never for a
 * clock. Throws a Refusal with the reason in words where it does not answer, or is still counting.
 */
export async function askUsage(
  target: ActionTarget,
  asked: AskedMonth,
  now: () => number,
  paces: Paces = {},
): Promise<GatewayUsage> {
  const { connection, hello } = await connect(target, 'operator.read', paces)
  try {
    const params = {
      startDate: asked.firstDay,
      endDate: asked.lastDay,
      mode: 'specific',
      utcOffset: utcOffset(asked.offsetMinutes),
      agentScope: 'all',
    }
    const payload = await counted(connection, params, paces)
    const totals = record(payload.totals)
    const usd = number(totals?.totalCost)
    if (usd === null)
      throw new Refusal('unavailable', 'The gateway answered usage.cost in a way Wheelhouse does not know.')
    const at = now()
    const missing = number(totals?.missingCostEntries) ?? 0
    const notes = [
      ...(isScoped(hello.version) ? [] : [mainAgentNote]),
      ...(missing > 0 ? [`has no price for ${missing} calls`] : []),
    ]
    const figure: StatedFigure = {
      key: `${target.home} ${asked.month}`,
      witness: 'gateway',
      runtime: 'openclaw',
      provider: '',
      model: '',
      sessionKey: '',
      counter: '',
      since: asked.from,
      at: Math.min(at, asked.to - 1),
      usd,
      tokens: number(totals?.totalTokens),
      saidAt: at,
      note: notes.join('; '),
    }
    const status = await connection.call('usage.status', {}, paces.callMs ?? callMs)
    return { figures: [figure], limits: status.ok ? limitsIn(status.payload, at) : [] }
  } finally {
    connection.close()
  }
}

/** The answer once the gateway has counted; the last one where it goes on counting and has something. */
async function counted(connection: Connection, params: object, paces: Paces): Promise<Record<string, unknown>> {
  for (let tries = 1; ; tries++) {
    const answer = await connection.call('usage.cost', params, paces.callMs ?? callMs)
    if (!answer.ok) {
      const { code, message } = answer.rejection
      if (code === 'TIMEOUT' || code === 'CLOSED')
        throw new Refusal('unavailable', 'The gateway did not answer in time. Ask it again in a minute.')
      throw new Refusal(
        'conflict',
        `The gateway does not say what it counts: ${(message ?? code ?? 'without a reason').slice(0, 200)}.`,
      )
    }
    const { payload } = answer
    const status = record(payload.cacheStatus)?.status
    if (status === undefined || status === 'fresh') return payload
    if (tries < maxTries) await Bun.sleep(paces.againMs ?? againMs)
    else if ((number(record(payload.totals)?.totalCost) ?? 0) > 0) return payload
    else throw new Refusal('unavailable', 'The gateway is still counting. Ask it again in a minute.')
  }
}

/** The windows of subscriptions that a gateway knows of; none where it holds nothing plausible. */
function limitsIn(payload: Record<string, unknown>, at: number): LimitFact[] {
  const providers = Array.isArray(payload.providers) ? payload.providers.slice(0, 20) : []
  return providers.flatMap((foreign) => {
    const provider = record(foreign)
    const name = word(provider?.provider, 40)
    const windows = Array.isArray(provider?.windows) ? provider.windows.slice(0, 8) : []
    if (!provider || name === null || !/^[a-z0-9-]+$/.test(name)) return []
    return windows.flatMap((one, place): LimitFact[] => {
      const window = record(one)
      const usedPercent = number(window?.usedPercent)
      if (!window || usedPercent === null || usedPercent < 0) return []
      return [
        {
          kind: 'limit',
          id: `openclaw:${name}-${place}`,
          runtime: 'openclaw',
          name: `${word(provider.displayName, 40) ?? name} ${word(window.label, 40) ?? ''}`.trim(),
          usedPercent,
          windowMinutes: null,
          resetsAt: timeOf(window.resetAt),
          plan: word(provider.plan, 40),
          at,
        },
      ]
    })
  })
}

function isScoped(version: string | null): boolean {
  const [year = 0, month = 0] = (version ?? '').split('.').map(Number)
  return year > scopedSince[0] || (year === scopedSince[0] && month >= scopedSince[1])
}

/** An offset as gateways write it: `UTC+5:30`. */
function utcOffset(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}
