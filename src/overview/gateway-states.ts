import type { GatewayState } from '../facts/gateway.ts'

export type GatewayStates = ReturnType<typeof createGatewayStates>

/** The state of each gateway as it was last reported. */
export function createGatewayStates() {
  let states: GatewayState[] = []
  return {
    all: () => states,

    /** The reading of the first gateway that has one; null for none. */
    reading: () => states.find(({ reading }) => reading)?.reading ?? null,

    /** Replaces all states; returns those that are new or differ. */
    replace(next: GatewayState[]): GatewayState[] {
      const before = new Map(states.map((gateway) => [gateway.home, JSON.stringify(gateway)]))
      states = next
      return next.filter((gateway) => before.get(gateway.home) !== JSON.stringify(gateway))
    },
  }
}
