import { flag, listOf, name, time } from '../../../facts/kinds.ts'
import type { PairingRequest, PairingStatement } from '../../../facts/pairing.ts'
import type { ActionTarget } from './act.ts'
import { type Connection, openConnection, type Pace } from './connection.ts'
import { recordOrEmpty } from './frames.ts'

const lookMs = 2_000
const maxRequests = 50
const names = listOf(name, 20)

type Deps = {
  targets: () => ActionTarget[]
  said: (statement: PairingStatement) => void
}

/**
 * Hears which devices ask a gateway to be paired, over a connection of its own that may do nothing else. It is open
 * only while somebody looks who could answer.
 */
export function watchPairing({ targets, said }: Deps, pace: Pace & { lookMs?: number } = {}) {
  const open = new Map<string, Connection>()
  const told = new Map<string, string>()
  let looking: Timer | undefined

  function look() {
    for (const target of targets()) if (!open.has(target.home)) connect(target)
  }

  function connect(target: ActionTarget) {
    const { home: place } = target
    const list = async () => {
      const answer = await connection.call('device.pair.list', {})
      if (answer.ok && open.get(place) === connection) say(place, requestsIn(answer.payload.pending))
    }
    const connection = openConnection(
      { ...target, scopes: ['operator.pairing'] },
      {
        // A version without the call has nothing to tell.
        hello: ({ methods }) => methods.includes('device.pair.list') && void list(),
        event: ({ event }) => event.startsWith('device.pair.') && void list(),
        ended() {
          if (open.get(place) !== connection) return
          open.delete(place)
          say(place, [])
        },
      },
      pace,
    )
    open.set(place, connection)
  }

  function say(place: string, requests: PairingRequest[]) {
    const text = JSON.stringify(requests)
    if ((told.get(place) ?? '[]') === text) return
    told.set(place, text)
    said({ place, requests })
  }

  function stop() {
    clearInterval(looking)
    looking = undefined
    for (const [place, connection] of open) {
      connection.close()
      say(place, [])
    }
    open.clear()
  }

  return {
    set(isWanted: boolean) {
      if (!isWanted) return stop()
      looking ??= setInterval(look, pace.lookMs ?? lookMs)
      look()
    },
    stop,
  }
}

/** The requests in an answer of `device.pair.list`, within their bounds. */
function requestsIn(pending: unknown): PairingRequest[] {
  const all = Array.isArray(pending) ? pending.slice(0, maxRequests) : []
  return all.flatMap((foreign): PairingRequest[] => {
    const { requestId, deviceId, displayName, platform, clientId, role, scopes, remoteIp, ts, isRepair } =
      recordOrEmpty(foreign)
    const id = name.fit(requestId)
    if (id === undefined || id === '' || id !== requestId) return []
    return [
      {
        id,
        deviceId: name.fit(deviceId) ?? '',
        name: name.fit(displayName) ?? '',
        platform: name.fit(platform) ?? '',
        client: name.fit(clientId) ?? '',
        role: name.fit(role) ?? '',
        scopes: names.fit(scopes) ?? [],
        ip: name.fit(remoteIp) ?? '',
        at: time.fit(ts) ?? null,
        isRepair: flag.fit(isRepair) ?? false,
      },
    ]
  })
}
