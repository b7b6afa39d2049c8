import type { GatewayState } from '../facts/gateway.ts'
import type { AskingDevice, PairingRequest, PairingStatement } from '../facts/pairing.ts'
import { Refusal } from '../lib/refusal.ts'
import type { AddedGateways } from './added-gateways.ts'
import { gatewayIdOf, nameOfHome } from './gateway.ts'

export type KnownGateways = ReturnType<typeof createKnownGateways>

/** One gateway as it is just now: that of a home, or one that was added by its address. */
export type Known = { id: string; name: string; place: string; isAdded: boolean; state: GatewayState }

type Deps = {
  /** The gateways of homes. */
  states: () => GatewayState[]
  added: Pick<AddedGateways, 'all'>
  now: () => number
  changed: () => void
}

/** Which gateways there are, how each is, and which devices ask it to be let in. */
export function createKnownGateways({ states, added, now, changed }: Deps) {
  let addedStates: GatewayState[] = []
  const asking = new Map<string, PairingRequest[]>()

  const all = (): Known[] => {
    const ofHomes = states().map((state) => ({
      id: gatewayIdOf(state.home),
      name: states().length > 1 ? nameOfHome(state.home) : 'Gateway',
      place: state.home,
      isAdded: false,
      state,
    }))
    const byAddress = added.all().map(({ url, name }) => ({
      id: gatewayIdOf(url),
      name,
      place: url,
      isAdded: true,
      state: addedStates.find(({ home }) => home === url) ?? connecting(url),
    }))
    return [...ofHomes, ...byAddress]
  }

  const connecting = (url: string): GatewayState => ({
    home: url,
    state: 'connecting',
    since: now(),
    words: 'connecting',
    reading: null,
  })

  /** The gateway with this id. Throws a Refusal where there is none. */
  function one(id: string): Known {
    const found = all().find((gateway) => gateway.id === id)
    if (!found) throw new Refusal('not-found', 'There is no gateway with this id.')
    return found
  }

  let told = ''
  /** Says that a gateway is another way, and nothing of what is only measured anew. */
  function statesChanged() {
    const text = JSON.stringify(all().map(({ id, state }) => [id, state.state, state.words]))
    if (text === told) return
    told = text
    changed()
  }

  return {
    all,
    statesChanged,
    one,
    /** The devices that ask the gateway at a place to be paired. */
    asking: (place: string) => asking.get(place) ?? [],
    allAsking: (): AskingDevice[] =>
      all().flatMap((gateway) => (asking.get(gateway.place) ?? []).map((request) => ({ gateway, request }))),
    addedChanged(next: GatewayState[]) {
      addedStates = next
      statesChanged()
    },
    pairingStated({ place, requests }: PairingStatement) {
      asking.set(place, requests)
      changed()
    },
  }
}
