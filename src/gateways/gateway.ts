import type { GatewayState } from '../facts/gateway.ts'
import type { Indexing } from '../indexing/indexing.ts'

/** What speaks to gateways, in the thread that listens to them. */
export type GatewayHand = Pick<Indexing, 'askGateway' | 'callGateway' | 'gatewayDoor' | 'tryGateway'>

/** A gateway that is known: that of a home here, or one that a person has added by its address. */
type KnownGateway = {
  id: string
  name: string
  /** Its home here, or its address. */
  place: string
  isAdded: boolean
  state: GatewayState
  /** The last change of its configuration that was made here. */
  change: WrittenChange | null
}

/** A gateway with what asks it to be let in. */
export type GatewayRow = KnownGateway & { pairing: number }

/** A change of a gateway's configuration that was written from here, and what became of it. Times in ms. */
export type WrittenChange = {
  id: string
  who: string
  paths: string[]
  at: number
  endedAt: number | null
  /** Whether the gateway restarts for it. */
  restarts: boolean
  outcome: 'going' | 'done' | 'failed'
  /** Why it failed, or what else is to be known. */
  reason: string | null
  /** Whether it can be taken back from here. */
  mayUndo: boolean
}

/** The id of a gateway by its home or its address: it is the same as long as that is. */
export const gatewayIdOf = (place: string) => `g${Bun.hash(place).toString(36)}`

/** What a gateway is called that nobody has named. */
export const nameOfHome = (home: string) => `Gateway of ${home.split('/').at(-1) || home}`
