import type { TriedGateway } from '../../facts/added-gateway.ts'
import { Refusal } from '../../lib/refusal.ts'
import type { GatewayHand } from '../gateway.ts'

type Values = Record<string, unknown>

/** A gateway that a test leads: its configuration, whether it is away, and what it was asked to change. */
export function ledGateway() {
  const gateway = {
    config: {
      gateway: { port: 18_789 },
      logging: { level: 'info' },
      channels: { botToken: 'old-secret' },
    } as Values,
    isAway: false,
    /** The section for which it restarts. */
    restartsFor: '',
    patches: [] as Values[],
    calls: [] as [string, object][],
    /** What happens between a person's word and the write. */
    beforePatch: () => {},
    tried: { isOk: true, version: '2026.9.6', methods: 3 } as TriedGateway,
    hand: undefined as unknown as GatewayHand,
  }
  const hash = () => `h${Bun.hash(JSON.stringify(gateway.config)).toString(36)}`
  const merged = (target: unknown, patch: unknown): unknown => {
    if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
    const result = { ...(target as Values) }
    for (const [name, value] of Object.entries(patch))
      if (value === null) delete result[name]
      else result[name] = merged(result[name], value)
    return result
  }
  const reads: Record<string, (params: Values) => unknown> = {
    'config.get': () => ({ parsed: gateway.config, hash: hash() }),
    'config.schema.lookup': ({ path }) => ({
      path,
      schema: {},
      reloadKind: gateway.restartsFor !== '' && String(path).startsWith(gateway.restartsFor) ? 'restart' : 'hot',
    }),
    'device.pair.list': () => ({ pending: [], paired: [] }),
  }
  gateway.hand = {
    async askGateway(_place: string, name: string, params: object) {
      if (gateway.isAway) throw new Refusal('unavailable', 'No gateway of this home is connected.')
      return reads[name]!(params as Values)
    },
    async callGateway(permit: { check(): void }, _place: string, name: string, params: object) {
      permit.check()
      gateway.calls.push([name, params])
      if (name !== 'config.patch') return {}
      gateway.beforePatch()
      const { raw, baseHash } = params as { raw: string; baseHash: string }
      if (baseHash !== hash())
        throw new Refusal(
          'conflict',
          'The gateway refuses config.patch: config changed since last load; re-run config.get and retry.',
        )
      const patch = JSON.parse(raw) as Values
      gateway.patches.push(patch)
      gateway.config = merged(gateway.config, patch) as Values
      return { ok: true }
    },
    gatewayDoor: async () => ({ methods: [], version: '2026.9.6', pid: null }),
    tryGateway: async () => gateway.tried,
  } as unknown as GatewayHand
  return gateway
}
