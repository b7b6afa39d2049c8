import type { ActionGate } from '../audit/action-gate.ts'
import type { AddedGateway } from '../facts/added-gateway.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { PairingStatement } from '../facts/pairing.ts'
import { loadedLater } from '../lib/lazily.ts'
import type { Store } from '../store/store.ts'
import { createAddedGateways } from './added-gateways.ts'
import { createConfigActs } from './config-acts.ts'
import type { GatewaysEvent } from './events.ts'
import type { GatewayHand, GatewayRow } from './gateway.ts'
import {
  channelsIn,
  conversationsIn,
  heartbeatsIn,
  lastHeartbeatIn,
  modelsIn,
  presenceIn,
  skillsIn,
} from './inventory.ts'
import { createKnownGateways } from './known-gateways.ts'
import { createPairingActs } from './pairing-acts.ts'
import type { Paces } from './watch-gateway.ts'

export type Gateways = ReturnType<typeof createGateways>

type Deps = {
  gate: ActionGate
  hand: GatewayHand
  /** wheelhouse.sqlite. */
  store: Store
  /** The gateways of homes, as they are just now. */
  states: () => GatewayState[]
  /** The file of secrets for the gateways that are added. */
  kept: { get(): string | undefined; set(text: string): void }
  socketUrl: (address: string) => string | undefined
  follow: (gateways: readonly AddedGateway[]) => void
  interrupted: (home: string) => Promise<{ name: string; effect: string }[]>
  publish: (event: GatewaysEvent) => unknown
  /** Who asks to be let in has changed. */
  pairingChanged: () => void
  now: () => number
  onError: (error: unknown) => void
  paces?: Paces
}

/** The gateways of OpenClaw as a person administers them: configuration, agents, who is let in, and what they have. */
export function createGateways({ gate, hand, store, states, kept, socketUrl, follow, interrupted, ...deps }: Deps) {
  const { publish, pairingChanged, now, onError, paces } = deps
  const changed = () => publish({ kind: 'gateways.changed' })
  const added = createAddedGateways({
    gate,
    hand,
    kept,
    socketUrl,
    follow(gateways) {
      follow(gateways)
      changed()
    },
  })
  const known = createKnownGateways({ states, added, now, changed })
  const config = createConfigActs({
    gate,
    hand,
    known,
    store,
    interrupted,
    now,
    changed,
    onError,
    ...(paces && { paces }),
  })

  const ask: GatewayHand['askGateway'] = hand.askGateway

  return {
    added,
    config,
    agents: loadedLater(async () => (await import('./agent-acts.ts')).createAgentActs({ gate, hand, known })),
    devices: createPairingActs({ gate, hand, known }),
    allAsking: known.allAsking,
    asking: (id: string) => known.asking(known.one(id).place),

    list: (): GatewayRow[] =>
      known.all().map((gateway) => ({
        ...gateway,
        change: config.lastChange(gateway.place),
        pairing: known.asking(gateway.place).length,
      })),

    /** What a gateway says of itself: its channels, its heartbeats and who is connected. */
    async about(id: string) {
      const { place } = known.one(id)
      const { version, methods } = await hand.gatewayDoor(place)
      const [channels, status, last, presence] = await Promise.all([
        ask(place, 'channels.status', {}),
        ask(place, 'status', {}),
        ask(place, 'last-heartbeat', {}),
        ask(place, 'system-presence', {}),
      ])
      return {
        version,
        calls: methods.length,
        channels: channelsIn(channels),
        heartbeats: heartbeatsIn(status),
        lastHeartbeat: lastHeartbeatIn(last),
        presence: presenceIn(presence),
      }
    },

    models: async (id: string) => modelsIn(await ask(known.one(id).place, 'models.list', {})),
    skills: async (id: string) => skillsIn(await ask(known.one(id).place, 'skills.status', {})),
    conversations: async (id: string) =>
      conversationsIn(await ask(known.one(id).place, 'sessions.list', { limit: 200, includeDerivedTitles: true })),

    addedChanged: known.addedChanged,
    pairingStated(statement: PairingStatement) {
      known.pairingStated(statement)
      pairingChanged()
    },
    statesChanged: known.statesChanged,
  }
}
