import type { GatewayWork } from '../../../facts/gateway.ts'
import { Refusal } from '../../../lib/refusal.ts'
import { number, record, word } from '../../common/parse-values.ts'
import { type ActionTarget, connect } from './act.ts'
import type { Pace } from './connection.ts'

/** A person waits for the answer; a gateway that is busy is not waited for. */
const callMs = 5_000
const maxBlockers = 40
const call = 'gateway.restart.preflight'

/**
 * Asks a gateway what a restart would interrupt, over a connection of its own that may only read; null where its version
 * does not say. Throws a Refusal where it does not answer, or answers something else.
 */
export async function askWork(
  target: ActionTarget,
  paces: Pace & { callMs?: number } = {},
): Promise<GatewayWork[] | null> {
  const { connection, hello } = await connect(target, 'operator.read', paces)
  try {
    if (!hello.methods.includes(call)) return null
    const answer = await connection.call(call, {}, paces.callMs ?? callMs)
    if (!answer.ok || !Array.isArray(answer.payload.blockers))
      throw new Refusal('unavailable', 'The gateway does not say what goes on in it.')
    return answer.payload.blockers.slice(0, maxBlockers).flatMap((foreign): GatewayWork[] => {
      const blocker = record(foreign)
      const kind = word(blocker?.kind, 40)
      const words = word(blocker?.message, 200)
      const count = number(blocker?.count)
      return kind === null || words === null || count === null || count < 1 ? [] : [{ kind, words, count }]
    })
  } finally {
    connection.close()
  }
}
