import type { TriedGateway } from '../../../facts/added-gateway.ts'
import { type Ended, openConnection, type Pace } from './connection.ts'
import type { Device } from './device.ts'
import { refusedBy } from './refusals.ts'

type Deps = { url: string; token: string; device: Device; version: string; platform: string }

const patienceMs = 10_000

/** Knocks at an address that a person has typed: connects with the right to read, and hangs up. */
export function tryGateway({ url, token, ...introduction }: Deps, pace: Pace = {}): Promise<TriedGateway> {
  const { promise, resolve } = Promise.withResolvers<TriedGateway>()
  const connection = openConnection(
    {
      ...introduction,
      url,
      credential: token === '' ? undefined : { token },
      scopes: ['operator.read'],
      isTheGateway: () => true,
    },
    {
      hello: ({ version, methods }) => settle({ isOk: true, version, methods: methods.length }),
      event() {},
      ended: (how) => settle(refusalOf(how, url)),
    },
    { challengeMs: patienceMs, ...pace },
  )
  function settle(outcome: TriedGateway) {
    connection.close()
    resolve(outcome)
  }
  return promise
}

type Refusal = Extract<TriedGateway, { isOk: false }>

const refusal = (code: string, message: string, fix: string): Refusal => ({ isOk: false, code, message, fix })

/** Why nobody whom we can speak to answers at an address, as the system, the server there or the gateway has put it. */
function refusalOf(how: Ended, url: string): Refusal {
  if (how.kind === 'rejected') {
    const { code, message, fix } = refusedBy(how.rejection).finding
    return { isOk: false, code, message: told[code]?.message ?? message, fix: told[code]?.fix ?? fix }
  }
  if (how.kind === 'silent')
    return refusal(
      'gateway-timeout',
      `${url} took the connection, and did not say in time that it is a gateway.`,
      'Check the address and the port. If it is a gateway that hangs, restart it.',
    )
  const { reason } = how
  if (/TLS|certificate|SSL/i.test(reason)) {
    const why = /handshake failed: ([^:]+)/i.exec(reason)?.[1]?.trim()
    return refusal(
      'gateway-tls',
      `The TLS connection to ${url} could not be made${why && why !== 'error' ? `: ${why}` : ''}.`,
      'A gateway without TLS has an address with ws:// in front. One with a certificate of its own needs a reverse proxy whose certificate this machine trusts, or an SSH tunnel.',
    )
  }
  if (/Expected 101|Upgrade|Sec-WebSocket/i.test(reason))
    return refusal(
      'gateway-none',
      `Something answers at ${url}, and it is no gateway.`,
      'Check the address, the port and the path. The gateway of OpenClaw usually has port 18789.',
    )
  return refusal(
    'gateway-unreachable',
    `Nothing answers at ${url}.`,
    'Check the address and the port, and whether this machine can reach it. A gateway that is bound to loopback is reached through a tunnel: `ssh -L 18789:127.0.0.1:18789 HOST`.',
  )
}

/** What a finding says of a token of a home here, said of one that a person has typed. */
const told: Record<string, { message?: string; fix: string }> = {
  'gateway-token-missing': {
    message: 'The gateway asks for a token.',
    fix: 'Its token stands in its openclaw.json, under gateway.auth.token. Write it into the field.',
  },
  'gateway-token-wrong': {
    message: 'The gateway does not accept this token.',
    fix: 'Its token stands in its openclaw.json, under gateway.auth.token. A running gateway keeps the one that it was started with.',
  },
  'gateway-pairing': {
    fix: 'Approve this device there: `openclaw devices list`, then `openclaw devices approve ID`. Then try again.',
  },
  'gateway-origin': {
    fix: 'Name the gateway itself, and not a proxy in front of it.',
  },
}
