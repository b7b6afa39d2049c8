import type { ActionGate } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'
import { nameOfDevice, type PairingRequest } from '../facts/pairing.ts'
import { oneLine } from '../lib/plain-text.ts'
import { Refusal } from '../lib/refusal.ts'
import type { GatewayHand } from './gateway.ts'
import type { KnownGateways } from './known-gateways.ts'

type Deps = { gate: ActionGate; hand: GatewayHand; known: Pick<KnownGateways, 'one' | 'asking'> }

/** A device that may connect to a gateway. */
type PairedDevice = {
  id: string
  name: string
  platform: string
  role: string
  scopes: string[]
  at: number | null
}

/** Who is let into a gateway: a device that asks is approved or refused, and one that was let in is put out again. */
export function createPairingActs({ gate, hand, known }: Deps) {
  async function pairedAt(place: string): Promise<PairedDevice[]> {
    const { paired } = await hand.askGateway(place, 'device.pair.list', {})
    return paired.slice(0, 200).flatMap((one) => deviceIn(one) ?? [])
  }

  function requestOf(place: string, requestId: string): PairingRequest {
    const found = known.asking(place).find(({ id }) => id === requestId)
    if (!found) throw new Refusal('conflict', 'This device does not ask any more. Its request ends after five minutes.')
    return found
  }

  /** Whether a request is answered: it is not in the list any more. */
  async function isAnswered(place: string, requestId: string): Promise<boolean> {
    const { pending } = await hand.askGateway(place, 'device.pair.list', {})
    return !pending.some((one) => (one as { requestId?: unknown } | null)?.requestId === requestId)
  }

  return {
    paired: (id: string) => pairedAt(known.one(id).place),

    async answer(caller: Caller, id: string, requestId: string, how: 'approve' | 'reject', given: string | undefined) {
      const { place, name: gateway } = known.one(id)
      const asked = known.asking(place).find((one) => one.id === requestId)
      await gate.pass({
        caller,
        action: `${how} pairing of device`,
        target: `${asked ? nameOfDevice(asked) : requestId} at ${gateway}`,
        needs: 'admin',
        confirm:
          how === 'approve' && asked
            ? {
                given,
                ask: {
                  question: `Let ${nameOfDevice(asked)} in?`,
                  effect: `It may then connect to the gateway whenever it likes, until it is removed.${asked.isRepair ? ' It was let in before, and asks for something else now.' : ''}`,
                  hits: [
                    {
                      name: nameOfDevice(asked),
                      effect: [asked.client, asked.platform, asked.ip].filter(Boolean).join(', '),
                    },
                    { name: 'Rights', effect: asked.scopes.join(', ') || asked.role || 'none are named' },
                    { name: 'Device', effect: asked.deviceId },
                  ],
                  exact: null,
                  phrase: 'approve',
                  isTyped: asked.scopes.includes('operator.admin'),
                  verb: 'Let it in',
                  safeVerb: 'Not now',
                },
              }
            : undefined,
        async perform(permit) {
          requestOf(place, requestId)
          if (how === 'approve') await hand.callGateway(permit, place, 'device.pair.approve', { requestId })
          else await hand.callGateway(permit, place, 'device.pair.reject', { requestId })
        },
        async watch() {
          if (!(await isAnswered(place, requestId)))
            throw new Refusal(
              'unavailable',
              'The gateway says that it is done, and still lists the request. Look at it.',
            )
        },
      })
      return { id: requestId, how }
    },

    async remove(caller: Caller, id: string, deviceId: string, given: string | undefined) {
      const { place, name: gateway } = known.one(id)
      const paired = await pairedAt(place).catch((error: unknown) => error as Error)
      const device = paired instanceof Error ? undefined : paired.find((one) => one.id === deviceId)
      await gate.pass({
        caller,
        action: 'remove device',
        target: `${device?.name || deviceId.slice(0, 12)} at ${gateway}`,
        needs: 'admin',
        confirm: device && {
          given,
          ask: {
            question: `Remove ${device.name || 'this device'}?`,
            effect:
              'It is disconnected and has to ask again. If it is the device that you use OpenClaw with, that ends too.',
            hits: [{ name: device.name || 'Device', effect: [device.platform, device.id].filter(Boolean).join(', ') }],
            exact: null,
            phrase: 'remove',
            isTyped: false,
            verb: 'Remove device',
            safeVerb: 'Keep it',
          },
        },
        async perform(permit) {
          if (paired instanceof Error) throw paired
          if (!device) throw new Refusal('not-found', 'There is no such device at this gateway.')
          await hand.callGateway(permit, place, 'device.pair.remove', { deviceId })
        },
        async watch() {
          if ((await pairedAt(place)).some((one) => one.id === deviceId))
            throw new Refusal(
              'unavailable',
              'The gateway says that it is done, and still lists the device. Look at it.',
            )
        },
      })
      return { id: deviceId, removed: true as const }
    },
  }
}

function deviceIn(foreign: unknown): PairedDevice | undefined {
  const { deviceId, displayName, clientId, platform, role, scopes, approvedAtMs, createdAtMs } = (foreign ??
    {}) as Record<string, unknown>
  if (typeof deviceId !== 'string' || deviceId === '') return undefined
  const words = (value: unknown) => (typeof value === 'string' ? oneLine(value.slice(0, 200)) : '')
  const at = approvedAtMs ?? createdAtMs
  return {
    id: deviceId.slice(0, 200),
    name: words(displayName) || words(clientId),
    platform: words(platform),
    role: words(role),
    scopes: (Array.isArray(scopes) ? scopes : []).slice(0, 20).map(words),
    at: typeof at === 'number' ? at : null,
  }
}
