import { existsSync } from 'node:fs'
import type { ApprovalDoor } from '../../../facts/approval.ts'
import type {
  GatewayContact,
  GatewayDoor,
  GatewayMessage,
  GatewaySignal,
  GatewayState,
  GatewayWork,
} from '../../../facts/gateway.ts'
import { checkMessage, checkState } from '../../../facts/gateway-bounds.ts'
import type { Finding } from '../../../facts/source.ts'
import type { AskedMonth } from '../../../facts/stated-figure.ts'
import { Refusal } from '../../../lib/refusal.ts'
import { createLosses } from '../../common/losses.ts'
import { followAdded } from './added.ts'
import { createApprovalDoor } from './approval-door.ts'
import type { GatewayUsage } from './ask-usage.ts'
import type { CallParams, CallResult, GatewayCall } from './calls.ts'
import { deviceFrom } from './device.ts'
import { createSearchReads, findGateway, type NamedGateway } from './find-gateway.ts'
import { followGateway, type Gateway, type GatewayPaces } from './gateway.ts'
import type { Push } from './pushes.ts'
import type { GatewayRead, ReadParams, ReadResult } from './reads.ts'
import { distinct, samePlace } from './same-place.ts'

/** Settings for listening to gateways; `seed` is that of our device. */
type GatewaySettings = NamedGateway & { seed: string; version: string; platform: string }

/** Maps names of a home to our ids; undefined until the home has been read. */
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
  /** `added` are those that were added by their address, which speak for no home here. */
  changed: (states: GatewayState[], contacts: GatewayContact[], added: GatewayState[]) => void
}

/** What comes after a pause is passed on at once, and what follows within this time together; of streamed text only the newest. */
const gatherMs = 20
const textEveryMs = 120

/** The door of a gateway that nobody follows. */
export const noDoor: GatewayDoor = { methods: [], version: null, pid: null, newest: null }

export type Gateways = ReturnType<typeof followGateways>

/** Follows the gateways of all homes: their messages under our ids, and the state of each. */
export function followGateways(
  { homes, configPath, settings, now, namesOf, wake, said, changed }: Deps,
  paces?: GatewayPaces,
) {
  const losses = createLosses('what gateways push')
  let waiting: GatewayMessage[] = []
  const texts = new Map<string, GatewayMessage>()
  let gathering: Timer | undefined
  let sentAt = Number.NEGATIVE_INFINITY
  let texting: Timer | undefined
  let telling: Timer | undefined
  let gateways: Gateway[] = []
  const device = deviceFrom(settings.seed)
  const reads = createSearchReads()
  gateways = distinct(homes).map((home, number) => {
    // A configured path or address belongs to the first home.
    const isFirst = number === 0
    const named = { url: isFirst ? settings.url : null, token: settings.token }
    return followGateway(
      {
        home,
        find: () => findGateway(home, isFirst ? configPath : null, named, { reads }),
        device,
        version: settings.version,
        platform: settings.platform,
        now,
        changed: reportSoon,
        pushed: (pushes) => receive(home, pushes),
        samePlace,
      },
      paces,
    )
  })
  const added = followAdded(
    { device, version: settings.version, platform: settings.platform, now, changed: reportSoon },
    paces,
  )
  reportSoon()

  function receive(home: string, pushes: Push[]) {
    const names = namesOf(home)
    for (const push of pushes) {
      if (push.kind === 'wake') wake(home, push.agent)
      if (push.kind !== 'said' || !names) continue
      const { agent, key, sessionId, runId, at } = push
      const pushed: GatewayMessage = {
        home,
        agentId: names.agentId(agent),
        key,
        sessionId: sessionId === null ? null : names.sessionId(agent, sessionId),
        runId,
        at,
        ...push.said,
      }
      const one = checkMessage(pushed, losses.of(pushed.kind))
      if (!one) continue
      if (one.kind === 'run.streams' && one.text !== '') {
        texts.set(`${home} ${key}`, one)
        texting ??= setTimeout(sendTexts, textEveryMs)
      } else {
        // The end of a text replaces a part that is still waiting.
        if (one.kind === 'run.streams') texts.delete(`${home} ${key}`)
        waiting.push(one)
        gathering ??= setTimeout(sendWaiting, Math.max(0, gatherMs - (performance.now() - sentAt)))
      }
    }
  }

  function sendWaiting() {
    gathering = undefined
    sentAt = performance.now()
    const now = waiting
    waiting = []
    if (now.length > 0) said(now)
  }

  function sendTexts() {
    texting = undefined
    const now = [...texts.values()]
    texts.clear()
    // The order of arrival is kept: earlier messages go out before the text.
    clearTimeout(gathering)
    sendWaiting()
    if (now.length > 0) said(now)
  }

  function reportSoon() {
    telling ??= setTimeout(() => {
      telling = undefined
      changed(states(), contacts(), checked(added.states()))
    }, 5)
  }

  /** The state of each gateway; homes that do not exist are left out. */
  const states = () =>
    checked(gateways.map((gateway) => gateway.state())).filter(
      ({ home, state }) => state !== 'absent' || existsSync(home),
    )
  const checked = (all: GatewayState[]) =>
    all.flatMap((state) => checkState(state, losses.of('the state of a gateway')) ?? [])
  const contacts = (): GatewayContact[] =>
    gateways
      .filter((gateway) => gateway.isConnected())
      .map((gateway) => ({
        home: gateway.home,
        agentIds: namesOf(gateway.home)?.agentIds() ?? [],
        upSinceMs: gateway.upSinceMs(),
      }))

  /** What a call to the gateway of a home, or at an added address, connects to. Throws a Refusal where nothing is. */
  function targetOf(place: string) {
    const target = gateways.find((gateway) => samePlace(gateway.home, place))?.target() ?? added.follow(place)?.target()
    if (!target) throw new Refusal('unavailable', 'No gateway of this home is connected. Start it, and try again.')
    return target
  }

  /** Makes one writing call to a gateway. Throws a Refusal where it is not carried out. */
  async function act<Name extends GatewayCall>(
    home: string,
    name: Name,
    params: CallParams<Name>,
  ): Promise<CallResult<Name>> {
    const target = targetOf(home)
    // It brings the schemas of all calls along, which nobody needs who only listens.
    const { actOnGateway } = await import('./act.ts')
    return actOnGateway(target, name, params, paces)
  }

  return {
    act,
    /** Asks a gateway for something, for a person who looks. Throws a Refusal where it does not answer. */
    async ask<Name extends GatewayRead>(
      place: string,
      name: Name,
      params: ReadParams<Name>,
    ): Promise<ReadResult<Name>> {
      const target = targetOf(place)
      const { askGateway } = await import('./act.ts')
      return askGateway(target, name, params, paces)
    },
    /** Which gateways are followed beside those of homes. */
    setAdded: added.set,
    /** Every gateway that is connected just now, as calls connect to it. */
    targets: () => [...gateways, ...added.all()].flatMap((gateway) => gateway.target() ?? []),
    /** How the gateway of a home can be told something. */
    door: (home: string): GatewayDoor =>
      (gateways.find((gateway) => samePlace(gateway.home, home)) ?? added.follow(home))?.door() ?? noDoor,
    /**
     * Sends a signal to the process of a home's gateway, which is proven in the same moment. Throws a Refusal where it
     * is not the one that was meant, or may not be signalled.
     */
    signal(home: string, pid: number, signal: GatewaySignal) {
      const door = gateways.find((gateway) => samePlace(gateway.home, home))?.door()
      if (!door || door.pid !== pid)
        throw new Refusal(
          'conflict',
          'The gateway is another process by now, or it is not proven to be one. Look again.',
        )
      try {
        process.kill(pid, signal)
      } catch (error) {
        const isDenied = (error as NodeJS.ErrnoException).code === 'EPERM'
        throw new Refusal(
          'unavailable',
          isDenied
            ? `The gateway belongs to another user. Run it yourself: sudo kill -${signal.slice(3)} ${pid}`
            : `The signal could not be sent to process ${pid}.`,
        )
      }
    },
    /** Asks each connected gateway what a month has cost. Throws a Refusal where none is connected, or none answers. */
    async usage(asked: AskedMonth): Promise<GatewayUsage> {
      const targets = gateways.flatMap((gateway) => gateway.target() ?? [])
      if (targets.length === 0) throw new Refusal('unavailable', 'No gateway is connected. Start it, and try again.')
      const { askUsage } = await import('./ask-usage.ts')
      const answers = await Promise.allSettled(targets.map((target) => askUsage(target, asked, now, paces)))
      const told = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
      const failed = answers.find((answer) => answer.status === 'rejected')
      if (told.length === 0 && failed) throw failed.reason
      return { figures: told.flatMap(({ figures }) => figures), limits: told.flatMap(({ limits }) => limits) }
    },
    /**
     * The work that goes on in the gateway of a home, asked of it before a restart with the right to read alone; null
     * where its version does not say. Throws a Refusal where it does not answer.
     */
    async workIn(home: string): Promise<GatewayWork[] | null> {
      const target = gateways.find((gateway) => samePlace(gateway.home, home))?.target()
      if (!target) return null
      const { askWork } = await import('./ask-work.ts')
      return askWork(target, paces)
    },
    /** The home of the gateway that speaks for an agent; undefined where none is connected that does. */
    homeOf: (agentId: string): string | undefined =>
      contacts().find(({ agentIds }) => agentIds.includes(agentId))?.home,
    /** A door for the approvals of each gateway. */
    doors: (): ApprovalDoor[] =>
      gateways.map(({ home, target }) =>
        createApprovalDoor({ home, target, now, act: (name, params) => act(home, name, params) }, paces),
      ),
    findings: (): Finding[] => [...gateways.flatMap((gateway) => gateway.findings()), ...losses.findings()],
    stop() {
      for (const timer of [gathering, texting, telling]) clearTimeout(timer)
      for (const gateway of gateways) gateway.stop()
      added.stop()
    },
  }
}
