import type { z } from 'zod'
import { updateAnswerMs } from '../../../facts/gateway.ts'
import { Refusal } from '../../../lib/refusal.ts'
import { type CallParams, type CallResult, type GatewayCall, gatewayCalls } from './calls.ts'
import { type Ended, type Hello, openConnection, type Pace, type Scope } from './connection.ts'
import type { Device } from './device.ts'
import type { Credential } from './find-gateway.ts'
import { type GatewayRead, gatewayReads, type ReadParams, type ReadResult } from './reads.ts'
import { type Rejection, refusedBy } from './refusals.ts'

/** A gateway that is listened to, with what it accepted us by. */
export type ActionTarget = {
  home: string
  url: string
  credential: Credential | undefined
  device: Device
  version: string
  platform: string
  /** Whether it is the gateway that has answered at this address. */
  isTheGateway: () => boolean
}

/**
 * Makes one call that changes something, over a connection of its own: opened for this call with exactly the right
 * it needs, and closed behind it. The listening connection never has a right to write.
 * Throws a Refusal with the gateway's reason in words: `bad-input` where the parameters are wrong (nothing was sent),
 * `unavailable` where the gateway cannot be reached, does not know the call, does not answer, or answers nonsense,
 * `conflict` where it refuses. What was sent and not answered may have been done: the sentence says so.
 */
export const actOnGateway = <Name extends GatewayCall>(
  target: ActionTarget,
  name: Name,
  params: CallParams<Name>,
  paces: Paces = {},
) => callOnce(target, name, gatewayCalls[name], params, paces) as Promise<CallResult<Name>>

/** Asks a gateway for something, in the same way; nothing changes by it. Throws as `actOnGateway` does. */
export const askGateway = <Name extends GatewayRead>(
  target: ActionTarget,
  name: Name,
  params: ReadParams<Name>,
  paces: Paces = {},
) => callOnce(target, name, gatewayReads[name], params, paces, unansweredQuestion) as Promise<ReadResult<Name>>

type Paces = Pace & { callMs?: number }
type Call = { scope: Scope; params: z.ZodType; result: z.ZodType }

/** What a call leaves open that got no answer. */
const unansweredAct = '; it may have been done. Look before trying again.'
const unansweredQuestion = '. Try again in a moment.'

async function callOnce(
  target: ActionTarget,
  name: string,
  { scope, params: accepts, result }: Call,
  params: unknown,
  paces: Paces,
  unanswered = unansweredAct,
): Promise<unknown> {
  const given = accepts.safeParse(params)
  if (!given.success) throw new Refusal('bad-input', `The parameters of ${name} are not what they should be.`)

  const { connection, hello } = await connect(target, scope, paces)
  try {
    if (!hello.methods.includes(name))
      throw new Refusal('unavailable', `This gateway${inVersion(hello)} does not know ${name}. Update OpenClaw.`, {
        unknownCall: name,
      })
    const answer = await connection.call(name, given.data as object, paces.callMs ?? patienceOf[name])
    if (!answer.ok) {
      const { code, message } = answer.rejection
      if (code === 'TIMEOUT' || code === 'CLOSED')
        throw new Refusal('unavailable', `The gateway did not answer ${name}${unanswered}`, { maybeDone: true })
      const later = laterWords(answer.rejection)
      if (later !== null) throw new Refusal('unavailable', `${later} Nothing was done.`)
      throw new Refusal('conflict', `The gateway refuses ${name}: ${reasonIn(message ?? code ?? 'without a reason')}.`)
    }
    const read = result.safeParse(answer.items ?? answer.payload)
    if (!read.success)
      throw new Refusal(
        'unavailable',
        `The gateway answered ${name} in a way Wheelhouse does not know. Look before trying again.`,
        { maybeDone: true },
      )
    return read.data
  } finally {
    connection.close()
  }
}

/** What a gateway that takes no call now means, and when to try again; null for any other refusal. */
function laterWords({ code, message = '', retryAfterMs }: Rejection): string | null {
  const again =
    retryAfterMs === undefined || retryAfterMs < 1_000
      ? 'Try again in a minute.'
      : `Try again in ${Math.ceil(retryAfterMs / 1_000)} s.`
  if (/\bdraining\b|shutting down|preparing for restart/i.test(message))
    return `The gateway is about to restart: it lets what runs in it end, for up to five minutes, and takes nothing new. ${again}`
  if (code === 'RATE_LIMITED' || /rate limit|too many/i.test(message))
    return `The gateway has had too many calls lately. ${again}`
  return null
}

/** Opens a connection for one purpose, with the one right that it needs. Throws a Refusal where that fails. */
export function connect(target: ActionTarget, scope: Scope, paces: Pace) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    connection: ReturnType<typeof openConnection>
    hello: Hello
  }>()
  const connection = openConnection(
    { ...target, scopes: [scope] },
    {
      hello: (hello) => resolve({ connection, hello }),
      event() {},
      ended: (how) => reject(new Refusal('unavailable', `The gateway cannot be reached for this: ${wordsOf(how)}.`)),
    },
    paces,
  )
  return promise
}

/** How long an answer may take where that is longer than usual: an update is installed before it is answered. */
const patienceOf: Partial<Record<string, number>> = { 'update.run': updateAnswerMs }

const wordsOf = (how: Ended) =>
  how.kind === 'rejected'
    ? refusedBy(how.rejection).words
    : how.kind === 'silent'
      ? 'it does not answer'
      : 'nothing listens there'

const inVersion = ({ version }: Hello) => (version === null ? '' : ` (OpenClaw ${version})`)

const reasonIn = (message: string) => message.slice(0, 300).replace(/^Error: |\.$/g, '')
