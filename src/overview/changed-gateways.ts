import type { GatewayState } from '../facts/gateway.ts'

/** Those of `after` that are not as they were. */
export function changedGateways(before: GatewayState[], after: GatewayState[]): GatewayState[] {
  const known = new Map(before.map((gateway) => [gateway.home, JSON.stringify(gateway)]))
  return after.filter((gateway) => known.get(gateway.home) !== JSON.stringify(gateway))
}
