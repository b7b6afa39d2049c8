import type { GatewayContact, GatewayMessage } from '../facts/gateway.ts'
import { type Evidence, type Judgement, patience, stateOf } from './state.ts'

/** What a session is in the index, as far as it matters here. */
export type Told = Evidence & { id: string; agentId: string; key: string | null; current: boolean }

/** What a gateway's words come to for one session. */
type Heard = {
  agentId: string
  key: string
  home: string
  sessionId: string | null
  runId: string | null
  phase: 'thinking' | 'streaming' | 'compacting' | 'ended' | 'quiet'
  /** Open tools, the newest last. */
  tools: { callId: string; tool: string; startedAt: number }[]
  asks: { askId: string; reason: string }[]
  how: 'done' | 'failed' | 'killed' | 'timed-out' | null
  reason: string | null
  startedAt: number
  lastAt: number
}

/** How it looks from outside; changes of less than `blinkMs` are not shown. */
type Shown = { view: Heard; at: number }

/** A change within a run that does not last this long is not told. */
const blinkMs = 300
/** So many conversations are remembered; the one that was silent for longest is forgotten. */
const rememberedSessions = 2_000
/** The store's word about an end may be dated a little before ours. */
const sameEndMs = 2_000
const longestText = 64 << 10

export type LiveState = ReturnType<typeof createLiveState>

/** What changes the live state of sessions. The same changes in the same order lead to the same state in any thread. */
export type LiveStateChange =
  | { kind: 'said'; messages: GatewayMessage[]; at: number }
  /** What has lasted long enough by `at` is shown. */
  | { kind: 'settled'; at: number }
  | { kind: 'contacts'; contacts: GatewayContact[] }

/** A conversation whose state looks different now. Without a session it is the current window. */
export type Conversation = { agentId: string; key: string; sessionId: string | null }

/** All of it, to begin with in another thread. */
export type LiveStateSnapshot = ReturnType<LiveState['snapshot']>

/**
 * Lays what a gateway says over what the stores say. While the gateway is listened to, its word about a run counts,
 * until the store tells of something later; without contact there is only the store. `now` comes in with each call.
 */
export function createLiveState(from?: {
  heard: Map<string, Heard>
  shown: Map<string, Shown>
  pending: Map<string, number>
  texts: Map<string, string>
  contacts: GatewayContact[]
}) {
  const heard = new Map(from?.heard)
  const shown = new Map(from?.shown)
  /** Changes that have yet to last: when they will have. */
  const pending = new Map(from?.pending)
  const texts = new Map(from?.texts)
  let contacts = new Map<string, GatewayContact>()
  const contactOfAgent = new Map<string, GatewayContact>()
  setContacts(from?.contacts ?? [])

  function setContacts(now: GatewayContact[]) {
    contacts = new Map(now.map((contact) => [contact.home, contact]))
    contactOfAgent.clear()
    for (const contact of now) for (const agentId of contact.agentIds) contactOfAgent.set(agentId, contact)
  }

  const nameOf = (agentId: string, key: string) => `${agentId} ${listedKey(key)}`

  function update(said: GatewayMessage, now: number): string {
    const name = nameOf(said.agentId, said.key)
    const before = heard.get(name)
    const after = next(before, said)
    heard.delete(name)
    heard.set(name, after)
    if (heard.size > rememberedSessions) forget(heard.keys().next().value!)
    if (said.kind === 'run.streams') {
      if (said.text === '') texts.delete(name)
      else texts.set(name, said.text.slice(-longestText))
    } else if (said.kind === 'run.ended') texts.delete(name)
    settle(name, now)
    return name
  }

  /** Shows a change at once where a run begins, ends or asks; else when it has lasted. */
  function settle(name: string, now: number): boolean {
    const view = heard.get(name)
    if (!view) return false
    const last = shown.get(name)
    if (last && looks(last.view) === looks(view)) {
      last.view = view
      pending.delete(name)
      return false
    }
    // What failed may be tried again at once: that has to last too.
    const isTurn =
      view.how !== 'failed' &&
      (!last || isAtWork(last.view) !== isAtWork(view) || last.view.asks.length !== view.asks.length)
    // Never further ahead than that: the clock may have been set back.
    const due = Math.min(pending.get(name) ?? Number.POSITIVE_INFINITY, now + blinkMs)
    if (!isTurn && now < due) {
      pending.set(name, due)
      return false
    }
    pending.delete(name)
    shown.set(name, { view, at: now })
    return true
  }

  function forget(name: string) {
    heard.delete(name)
    shown.delete(name)
    pending.delete(name)
    texts.delete(name)
  }

  /** Takes in what was said; returns the conversations whose look has changed by it. */
  function hear(all: readonly GatewayMessage[], now: number): Conversation[] {
    const names = new Map<string, boolean>()
    for (const said of all) {
      const before = shown.get(nameOf(said.agentId, said.key))
      const name = update(said, now)
      names.set(name, names.get(name) || shown.get(name) !== before)
    }
    return [...names].flatMap(([name, isNew]) => (isNew ? (ownerOf(heard.get(name)) ?? []) : []))
  }

  /** Shows what has lasted long enough by now; returns whose look has changed. */
  function showSettled(now: number): Conversation[] {
    const due = [...pending].filter(([, at]) => at <= now).map(([name]) => name)
    return due.flatMap((name) => (settle(name, now) ? (ownerOf(heard.get(name)) ?? []) : []))
  }

  /** Takes in who is listened to from now on. Of the others nothing holds any more; returns whose look has changed. */
  function listenTo(now: GatewayContact[]): Conversation[] {
    const lost = [...heard].filter(([, { home }]) => !now.some((contact) => contact.home === home))
    const owners = lost.flatMap(([name, one]) => {
      forget(name)
      return ownerOf(one) ?? []
    })
    // Another life of the same gateway: what ran in the last one does not run in this.
    const reborn = now.filter(({ home, upSinceMs }) => {
      const before = contacts.get(home)
      return before && upSinceMs !== null && before.upSinceMs !== null && upSinceMs > before.upSinceMs + sameEndMs
    })
    for (const [name, one] of heard)
      if (reborn.some(({ home, upSinceMs }) => one.home === home && one.startedAt < upSinceMs!)) {
        forget(name)
        owners.push(...(ownerOf(one) ?? []))
      }
    setContacts(now)
    return owners
  }

  return {
    /** Takes in a change; returns the conversations whose look has changed by it. */
    apply(change: LiveStateChange): Conversation[] {
      switch (change.kind) {
        case 'said':
          return hear(change.messages, change.at)
        case 'settled':
          return showSettled(change.at)
        case 'contacts':
          return listenTo(change.contacts)
      }
    },

    snapshot: () => ({ heard, shown, pending, texts, contacts: [...contacts.values()] }),

    /** When the next change will have lasted long enough, in ms; undefined when none is pending. */
    nextAt: (): number | undefined => (pending.size === 0 ? undefined : Math.min(...pending.values())),

    /** The answer that is being written in a conversation, as far as it has come. */
    textOf: (agentId: string, key: string): string | null => texts.get(nameOf(agentId, key)) ?? null,

    /** The answer that is being written in this very window of a conversation. */
    textIn({ id, agentId, key, current }: Pick<Told, 'id' | 'agentId' | 'key' | 'current'>): string | null {
      if (key === null) return null
      const name = nameOf(agentId, key)
      const text = texts.get(name)
      const sessionId = heard.get(name)?.sessionId ?? null
      return text !== undefined && (sessionId === null ? current : sessionId === id) ? text : null
    },

    /** Where answers are being written. */
    writing: () => [...texts.keys()].flatMap((name) => ownerOf(heard.get(name)) ?? []),

    /** The state of a session from both: its store, and what was heard of it. */
    judge(told: Told, now: number): Judgement {
      const contact = contactOfAgent.get(told.agentId)
      const view = told.key === null ? undefined : shown.get(nameOf(told.agentId, told.key))?.view
      const isOurs = view && (view.sessionId === null ? told.current : view.sessionId === told.id)
      if (!isOurs) return stateOf(contact ? withoutGhost(told, contact) : told, now, patience)
      return laidOver(told, view, now)
    },
  }
}

/** A run of a cron is listed under its job. */
const listedKey = (key: string) => key.replace(/:run:[0-9a-f-]{36}$/, '')

const ownerOf = (one: Heard | undefined) =>
  one && [{ agentId: one.agentId, key: listedKey(one.key), sessionId: one.sessionId }]

const isAtWork = ({ phase, tools }: Heard) => (phase !== 'ended' && phase !== 'quiet') || tools.length > 0

const looks = (one: Heard) =>
  JSON.stringify([one.phase, one.tools.at(-1)?.tool, one.asks.at(-1)?.reason, one.how, one.runId, one.sessionId])

const fresh = ({ home, agentId, key, sessionId, runId, at }: GatewayMessage): Heard => ({
  home,
  agentId,
  key,
  sessionId,
  runId,
  phase: 'thinking',
  tools: [],
  asks: [],
  how: null,
  reason: null,
  startedAt: at,
  lastAt: at,
})

/** What only a run that goes on can say. */
const begins = new Set<GatewayMessage['kind']>(['run.started', 'run.thinks', 'run.compacts', 'tool.started'])

function next(before: Heard | undefined, said: GatewayMessage): Heard {
  const isOther = !before || (said.runId !== null && before.runId !== said.runId)
  // What a run that was left behind still says does not touch the one that follows it.
  if (before && isOther && said.kind === 'run.ended' && before.phase !== 'ended' && before.runId !== null) return before
  const one: Heard = isOther
    ? { ...fresh(said), sessionId: said.sessionId, asks: before?.asks ?? [] }
    : { ...before, sessionId: said.sessionId ?? before.sessionId, lastAt: Math.max(before.lastAt, said.at) }
  // From the middle of a run nothing is known of it: until it says more, its store speaks.
  if (isOther && ['asks', 'answered', 'run.lives', 'tool.ended'].includes(said.kind)) one.phase = 'quiet'
  if (one.phase === 'ended' && begins.has(said.kind))
    Object.assign(one, { how: null, reason: null, startedAt: said.at })
  switch (said.kind) {
    case 'run.started':
    case 'run.thinks':
      return { ...one, phase: 'thinking' }
    case 'run.streams':
      return { ...one, phase: said.text === '' ? 'thinking' : 'streaming' }
    case 'run.compacts':
      return { ...one, phase: 'compacting' }
    case 'run.lives':
      return one
    case 'tool.started':
      return {
        ...one,
        phase: 'thinking',
        tools: [...one.tools, { callId: said.callId, tool: said.tool, startedAt: said.at }],
      }
    case 'tool.ended':
      return { ...one, tools: one.tools.filter(({ callId }) => callId !== said.callId) }
    case 'run.ended':
      return { ...one, phase: 'ended', tools: [], asks: [], how: said.how, reason: said.reason }
    case 'asks':
      return { ...one, asks: [...one.asks, { askId: said.askId, reason: said.reason }] }
    case 'answered':
      return { ...one, asks: one.asks.filter(({ askId }) => askId !== said.askId) }
  }
}

/** The gateway's word over the store's, where the store does not tell of something later. */
function laidOver(told: Told, view: Heard, now: number): Judgement {
  if (view.asks.length > 0) return { state: 'waiting', activity: null, reason: view.asks.at(-1)!.reason }
  const endedLater =
    told.status !== 'running' && told.status !== null && told.status !== '' && (told.endedAt ?? 0) > view.startedAt
  if (view.phase === 'quiet') return stateOf(told, now, patience)
  if (view.phase === 'ended') {
    const goesOn = (told.lastAt ?? 0) > view.lastAt + 5_000
    if (goesOn) return stateOf(told, now, patience)
    if (endedLater) return withReason(stateOf(told, now, patience), told, view)
    const judged = stateOf(
      { ...told, status: view.how, endedAt: view.lastAt, lastAt: view.lastAt, openTool: null },
      now,
    )
    return { ...judged, reason: judged.reason ?? (view.how === 'failed' ? view.reason : null) }
  }
  // A run that its store saw end after it began here has ended.
  if (endedLater && (told.endedAt ?? 0) >= view.lastAt - sameEndMs) return stateOf(told, now, patience)
  // Its result stands in the transcript already: that it has ended was not heard.
  const isOver = (startedAt: number) => !told.openTool && (told.lastAt ?? 0) > startedAt + sameEndMs
  const tool = view.tools.findLast(({ startedAt }) => !isOver(startedAt))?.tool ?? null
  const judged = stateOf(
    {
      ...told,
      status: 'running',
      endedAt: null,
      lastRole: 'user',
      stopReason: null,
      openTool: tool,
      lastAt: Math.max(told.lastAt ?? 0, Math.min(view.lastAt, now)),
    },
    now,
  )
  if (judged.state !== 'thinking') return judged
  if (view.phase === 'streaming') return { state: 'running', activity: 'typing', reason: 'writes its answer' }
  if (view.phase === 'compacting') return { ...judged, reason: 'makes room in its context' }
  return judged
}

/** A store that tells of the same failure does not always tell why. */
function withReason(judged: Judgement, told: Told, { how, reason, lastAt }: Heard): Judgement {
  const isSame = judged.state === 'failed' && how === 'failed' && (told.endedAt ?? 0) <= lastAt + sameEndMs
  return isSame ? { ...judged, reason: judged.reason ?? reason } : judged
}

/**
 * A store may go on saying "running" for ever. What was last heard of before the gateway's process began cannot be
 * running in it: then the end of the transcript is all that is known.
 */
function withoutGhost(told: Told, { upSinceMs }: GatewayContact): Told {
  if (told.status !== 'running' || upSinceMs === null || (told.lastAt ?? 0) >= upSinceMs) return told
  return { ...told, status: '', openTool: null, lastRole: told.stopReason ? told.lastRole : 'other' }
}
