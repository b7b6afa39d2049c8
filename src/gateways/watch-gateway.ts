import type { GatewayState } from '../facts/gateway.ts'
import { Refusal } from '../lib/refusal.ts'
import type { ChangeRow } from './change-rows.ts'
import { changesBetween } from './config-change.ts'

export type Paces = { lookMs?: number; leavesWithinMs?: number; backWithinMs?: number; takesWithinMs?: number }

type Deps = {
  read: () => Promise<{ shown: Record<string, unknown> }>
  state: () => GatewayState
  now: () => number
  sleep?: (ms: number) => Promise<void>
}

/**
 * Watches a gateway until it is well and has what was written. Resolves with what else is to be known, or null; rejects
 * with a Refusal that says what is so.
 */
export async function watchGateway(
  { read, state, now, sleep = Bun.sleep }: Deps,
  { restarts, after, at }: Pick<ChangeRow, 'restarts' | 'after' | 'at'>,
  { lookMs = 250, leavesWithinMs = 45_000, backWithinMs = 180_000, takesWithinMs = 20_000 }: Paces = {},
): Promise<string | null> {
  let wasAway = false
  const isRestarted = ({ reading }: GatewayState) => wasAway || (reading?.upSinceMs ?? 0) > at + 1_000
  for (;;) {
    const gateway = state()
    const passed = now() - at
    wasAway ||= gateway.state !== 'connected'
    const isWell = gateway.state === 'connected' && gateway.reading?.ready !== false
    const mayStay = !restarts || isRestarted(gateway) || passed > leavesWithinMs
    if (isWell && mayStay && (await hasTaken(read, after)))
      return restarts && !isRestarted(gateway)
        ? 'The gateway has it, and has not restarted yet: it may wait for what runs. Some of it counts only then.'
        : null
    if (!wasAway && passed > Math.max(takesWithinMs, restarts ? leavesWithinMs : 0) + lookMs)
      throw new Refusal(
        'unavailable',
        'The gateway says that it is done, and its configuration does not show it. Look before trying again.',
      )
    if (passed > backWithinMs)
      throw new Refusal(
        'unavailable',
        `The gateway has the change, and is not well again within ${Math.round(backWithinMs / 60_000)} minutes: it ${gateway.state === 'connected' ? 'is not ready' : gateway.words}. Look into its log; the change can be taken back by hand in openclaw.json.`,
      )
    await sleep(lookMs)
  }
}

/** Whether what was written stands in the configuration now. A gateway that cannot be asked is asked again. */
async function hasTaken(read: Deps['read'], after: ChangeRow['after']): Promise<boolean> {
  try {
    const { shown } = await read()
    return after.every(({ path, after }) => changesBetween({ at: at(shown, path) }, { at: after }).length === 0)
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

function at(config: unknown, path: readonly string[]): unknown {
  let found = config
  for (const name of path)
    found = typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined
  return found
}
