import { existsSync, realpathSync } from 'node:fs'
import type { GatewayContact, GatewayMessage, GatewayState } from '../../../facts/gateway.ts'
import type { Finding } from '../../../facts/source.ts'
import { Refusal } from '../../../lib/refusal.ts'
import { actOnGateway } from './act.ts'
import type { CallParams, CallResult, GatewayCall } from './calls.ts'
import { deviceFrom } from './device.ts'
import { findGateway, type NamedGateway } from './find-gateway.ts'
import { followGateway, type Gateway, type GatewayPaces } from './gateway.ts'
import type { Push } from './pushes.ts'

/** What is needed to listen to gateways; the seed is that of our device. */
export type GatewaySettings = NamedGateway & { seed: string; version: string; platform: string }

/** How a home's names become ours; undefined before the home was read. */
export type Names = {
  agentId(agent: string): string
  sessionId(agent: string, foreignId: string): string
  agentIds(): string[]
}

type Deps = {
  homes: string[]
  configPath: string | null
  settings: GatewaySettings
  now: () => number
  namesOf: (home: string) => Names | undefined
  wake: (home: string, agent: string | null) => void
  said: (said: GatewayMessage[]) => void
  changed: (states: GatewayState[], contacts: GatewayContact[]) => void
}

/** What was heard is passed on together with what follows within this time; of text only the newest. */
const gatherMs = 20
const textEveryMs = 120

export type Gateways = ReturnType<typeof followGateways>

/** The gateways of all homes as one: what they say in our names, and how each of them is. */
export function followGateways(
  { homes, configPath, settings, now, namesOf, wake, said, changed }: Deps,
  paces?: GatewayPaces,
) {
  let waiting: GatewayMessage[] = []
  const texts = new Map<string, GatewayMessage>()
  let gathering: Timer | undefined
  let texting: Timer | undefined
  let telling: Timer | undefined
  let gateways: Gateway[] = []
  const device = deviceFrom(settings.seed)
  gateways = distinct(homes).map((home, number) => {
    // What was named apart, a configuration or an address, belongs to the first home.
    const isFirst = number === 0
    const named = { url: isFirst ? settings.url : null, token: settings.token }
    return followGateway(
      {
        home,
        find: () => findGateway(home, isFirst ? configPath : null, named),
        device,
        version: settings.version,
        platform: settings.platform,
        now,
        changed: tellSoon,
        pushed: (pushes) => hear(home, pushes),
        samePlace,
      },
      paces,
    )
  })
  tellSoon()

  function hear(home: string, pushes: Push[]) {
    const names = namesOf(home)
    for (const push of pushes) {
      if (push.kind === 'wake') wake(home, push.agent)
      if (push.kind !== 'said' || !names) continue
      const { agent, key, sessionId, runId, at } = push
      const one: GatewayMessage = {
        home,
        agentId: names.agentId(agent),
        key,
        sessionId: sessionId === null ? null : names.sessionId(agent, sessionId),
        runId,
        at,
        ...push.said,
      }
      if (one.kind === 'run.streams' && one.text !== '') {
        texts.set(`${home} ${key}`, one)
        texting ??= setTimeout(tellTexts, textEveryMs)
      } else {
        // What ends a text overtakes it: then it is not told any more.
        if (one.kind === 'run.streams') texts.delete(`${home} ${key}`)
        waiting.push(one)
        gathering ??= setTimeout(tellWaiting, gatherMs)
      }
    }
  }

  function tellWaiting() {
    gathering = undefined
    const now = waiting
    waiting = []
    if (now.length > 0) said(now)
  }

  function tellTexts() {
    texting = undefined
    const now = [...texts.values()]
    texts.clear()
    // In the order in which it was heard: what came before the text goes before it.
    clearTimeout(gathering)
    tellWaiting()
    if (now.length > 0) said(now)
  }

  function tellSoon() {
    telling ??= setTimeout(() => {
      telling = undefined
      changed(states(), contacts())
    }, 5)
  }

  /** A home that is not there has no gateway to speak of. */
  const states = () =>
    gateways.map((gateway) => gateway.state()).filter(({ home, state }) => state !== 'absent' || existsSync(home))
  const contacts = (): GatewayContact[] =>
    gateways
      .filter((gateway) => gateway.isConnected())
      .map((gateway) => ({
        home: gateway.home,
        agentIds: namesOf(gateway.home)?.agentIds() ?? [],
        upSinceMs: gateway.upSinceMs(),
      }))

  return {
    /** Makes one call that changes something at the gateway of a home. Throws a Refusal where it does not come true. */
    async act<Name extends GatewayCall>(home: string, name: Name, params: CallParams<Name>): Promise<CallResult<Name>> {
      const target = gateways.find((gateway) => samePlace(gateway.home, home))?.target()
      if (!target) throw new Refusal('unavailable', 'No gateway of this home is connected. Start it, and try again.')
      return actOnGateway(target, name, params, paces)
    },
    findings: (): Finding[] => gateways.flatMap((gateway) => gateway.findings()),
    stop() {
      for (const timer of [gathering, texting, telling]) clearTimeout(timer)
      for (const gateway of gateways) gateway.stop()
    },
  }
}

/** Homes each once, however they were named; one that is not there yet is looked for under its name. */
function distinct(homes: string[]): string[] {
  const real = homes.map((home) => realOf(home) ?? home)
  return [...new Set(real)]
}

function realOf(path: string) {
  try {
    return realpathSync(path)
  } catch {
    // Not there (yet).
    return undefined
  }
}

const samePlace = (a: string, b: string) => (realOf(a) ?? a) === (realOf(b) ?? b)
