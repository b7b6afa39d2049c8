import type { ActionGate } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'
import type { AddedGateway } from '../facts/added-gateway.ts'
import { Refusal } from '../lib/refusal.ts'
import { type GatewayHand, gatewayIdOf } from './gateway.ts'

export type AddedGateways = ReturnType<typeof createAddedGateways>

/** A gateway that a person has added, with the name that they gave it. */
type Named = AddedGateway & { name: string }

type Deps = {
  gate: ActionGate
  hand: Pick<GatewayHand, 'tryGateway'>
  /** The file of secrets in which the addresses and tokens lie. */
  kept: { get(): string | undefined; set(text: string): void }
  /** Makes an address one of a socket; undefined for what is none. */
  socketUrl: (address: string) => string | undefined
  follow: (gateways: readonly AddedGateway[]) => void
}

const maxAdded = 20

/**
 * Gateways by address and token, beside those of homes here. The token lies in a file of the secrets and in the memory
 * of the thread that connects, and nowhere else.
 */
export function createAddedGateways({ gate, hand, kept, socketUrl, follow }: Deps) {
  let added = parse(kept.get())
  follow(added)

  function keep(next: Named[]) {
    kept.set(JSON.stringify(next))
    added = next
    follow(added)
  }

  function addressOf(address: string): string {
    const url = socketUrl(address.trim())
    if (url === undefined)
      throw new Refusal('bad-input', 'That is no address of a gateway. It looks like wss://host.example:18789.')
    return url
  }

  async function knock(permit: Parameters<GatewayHand['tryGateway']>[0], url: string, token: string) {
    const tried = await hand.tryGateway(permit, { url, token })
    if (!tried.isOk)
      throw new Refusal('conflict', `${tried.message}${tried.fix === null ? '' : ` ${tried.fix}`}`, {
        reason: tried.code,
      })
    return tried
  }

  return {
    /** What was added, without the tokens. */
    all: () => added.map(({ url, name }) => ({ url, name })),

    /** Knocks at an address, and keeps nothing. */
    test: (caller: Caller, address: string, token: string) =>
      gate.pass({
        caller,
        action: 'test gateway',
        target: address,
        needs: 'admin',
        perform: (permit) => knock(permit, addressOf(address), token),
      }),

    /** Adds a gateway that answers. */
    async add(caller: Caller, { name, address, token }: { name: string; address: string; token: string }) {
      await gate.pass({
        caller,
        action: 'add gateway',
        target: address,
        needs: 'admin',
        async perform(permit) {
          const url = addressOf(address)
          if (added.some((one) => one.url === url))
            throw new Refusal('conflict', 'This gateway is among those already. Remove it first to add it anew.')
          if (added.length >= maxAdded) throw new Refusal('conflict', `No more than ${maxAdded} gateways can be added.`)
          await knock(permit, url, token)
          keep([...added, { url, token, name }])
        },
      })
      return { id: gatewayIdOf(addressOf(address)) }
    },

    async remove(caller: Caller, id: string, given: string | undefined) {
      const found = added.find(({ url }) => gatewayIdOf(url) === id)
      await gate.pass({
        caller,
        action: 'remove gateway',
        target: found?.name ?? id,
        needs: 'admin',
        confirm: found && {
          given,
          ask: {
            question: `Remove ${found.name}?`,
            effect: 'Wheelhouse forgets its address and its token. Nothing changes in the gateway itself.',
            hits: [{ name: found.name, effect: found.url }],
            exact: null,
            phrase: 'remove',
            isTyped: false,
            verb: 'Remove',
            safeVerb: 'Keep it',
          },
        },
        perform() {
          if (!found)
            throw new Refusal('not-found', 'This gateway was not added here. That of a home is found by its lock.')
          keep(added.filter(({ url }) => url !== found.url))
        },
      })
      return { id, removed: true }
    },
  }
}

/** What a file of secrets holds; nothing where it is damaged, which must not keep the program from starting. */
function parse(text: string | undefined): Named[] {
  try {
    const all: unknown = JSON.parse(text ?? '[]')
    return (Array.isArray(all) ? all : []).flatMap((one: Partial<Named> | null) =>
      typeof one?.url === 'string' && typeof one.token === 'string' && typeof one.name === 'string'
        ? [{ url: one.url, token: one.token, name: one.name }]
        : [],
    )
  } catch {
    return []
  }
}
