import type { GatewayContact, GatewayMessage } from '../facts/gateway.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { Statement, Testimony } from '../facts/testimony.ts'
import { type Evidence, type Judgement, stateOf } from './state.ts'
import { type WitnessedState, witnessedState } from './witnessed-state.ts'

/** What the index says about a session. */
export type StoredSession = Evidence & {
  id: string
  runtime: Runtime
  agentId: string
  key: string | null
  current: boolean
}

/** What a gateway says about a conversation, put together from its messages. */
type GatewayView = {
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

/** What of it is shown since when (ms): a change within a run is shown once it has lasted for `settleMs`. */
type Shown = { view: GatewayView; at: number }

const settleMs = 300
/** Beyond this many conversations, the one that was silent for longest is forgotten. */
const maxConversations = 2_000
/** The store may date the end of a run this much before the gateway does. */
const sameEndMs = 2_000
const maxTextLength = 64 << 10

export type LiveState = ReturnType<typeof createLiveState>

/** A change of the live state. The same changes in the same order lead to the same state in any thread. */
export type LiveStateChange =
  | { kind: 'said'; messages: GatewayMessage[]; at: number }
  /** Pending changes that have lasted until `at` are shown. */
  | { kind: 'settled'; at: number }
  | { kind: 'contacts'; contacts: GatewayContact[] }
  | { kind: 'stated'; statement: Statement }

/** A conversation whose shown state has changed. Without a session its current window is meant. */
export type Conversation = { agentId: string; key: string; sessionId: string | null }

/** What a change has touched: conversations of a gateway, and sessions of which witnesses say something else. */
export type Touched = { conversations: Conversation[]; sessions: Pick<Testimony, 'runtime' | 'key'>[] }

/** The whole live state, to start with in another thread. */
export type LiveStateSnapshot = ReturnType<LiveState['snapshot']>

/**
 * Overlays what a gateway says on what the stores say. While there is contact with the gateway, its word about a run
 * counts until the store has something later; without contact only the store counts.
 */
export function createLiveState(from?: {
  views: Map<string, GatewayView>
  shown: Map<string, Shown>
  pending: Map<string, number>
  texts: Map<string, string>
  contacts: GatewayContact[]
  statements: Map<string, Testimony[]>
}) {
  const views = new Map(from?.views)
  const shown = new Map(from?.shown)
  /** Changes that are not shown yet: when they will have lasted long enough, in ms. */
  const pending = new Map(from?.pending)
  const texts = new Map(from?.texts)
  let contacts = new Map<string, GatewayContact>()
  const contactOfAgent = new Map<string, GatewayContact>()
  const statements = new Map(from?.statements)
  const testimonies = new Map<string, Testimony[]>()
  indexTestimonies()
  setContacts(from?.contacts ?? [])

  function setContacts(now: GatewayContact[]) {
    contacts = new Map(now.map((contact) => [contact.home, contact]))
    contactOfAgent.clear()
    for (const contact of now) for (const agentId of contact.agentIds) contactOfAgent.set(agentId, contact)
  }

  function indexTestimonies() {
    testimonies.clear()
    for (const testimony of [...statements.values()].flat()) {
      const name = `${testimony.runtime} ${testimony.key}`
      testimonies.set(name, [...(testimonies.get(name) ?? []), testimony])
    }
  }

  /** Replaces what one source says; returns the sessions about which it says something else than before. */
  function applyStatement({ source, testimonies: said }: Statement): Touched['sessions'] {
    const before = new Set((statements.get(source) ?? []).map((one) => JSON.stringify(one)))
    const after = new Set(said.map((one) => JSON.stringify(one)))
    const changed = [
      ...(statements.get(source) ?? []).filter((one) => !after.has(JSON.stringify(one))),
      ...said.filter((one) => !before.has(JSON.stringify(one))),
    ]
    statements.set(source, said)
    indexTestimonies()
    return changed.map(({ runtime, key }) => ({ runtime, key }))
  }

  const nameOf = (agentId: string, key: string) => `${agentId} ${listedKey(key)}`

  function update(said: GatewayMessage, now: number): string {
    const name = nameOf(said.agentId, said.key)
    const before = views.get(name)
    const after = next(before, said)
    views.delete(name)
    views.set(name, after)
    if (views.size > maxConversations) forget(views.keys().next().value!)
    if (said.kind === 'run.streams') {
      if (said.text === '') texts.delete(name)
      else texts.set(name, said.text.slice(-maxTextLength))
    } else if (said.kind === 'run.ended') texts.delete(name)
    settle(name, now)
    return name
  }

  /** Shows a change at once where a run begins, ends or asks; otherwise once it has lasted. */
  function settle(name: string, now: number): boolean {
    const view = views.get(name)
    if (!view) return false
    const last = shown.get(name)
    if (last && appearanceOf(last.view) === appearanceOf(view)) {
      last.view = view
      pending.delete(name)
      return false
    }
    // A failed run may be retried at once, so a failure has to last as well.
    const isTurn =
      view.how !== 'failed' &&
      (!last || isWorking(last.view) !== isWorking(view) || last.view.asks.length !== view.asks.length)
    // The clock may have been set back: no change waits longer than from now.
    const due = Math.min(pending.get(name) ?? Number.POSITIVE_INFINITY, now + settleMs)
    if (!isTurn && now < due) {
      pending.set(name, due)
      return false
    }
    pending.delete(name)
    shown.set(name, { view, at: now })
    return true
  }

  function forget(name: string) {
    views.delete(name)
    shown.delete(name)
    pending.delete(name)
    texts.delete(name)
  }

  /** Applies messages; returns the conversations whose shown state they changed. */
  function applyMessages(all: readonly GatewayMessage[], now: number): Conversation[] {
    const names = new Map<string, boolean>()
    for (const said of all) {
      const before = shown.get(nameOf(said.agentId, said.key))
      const name = update(said, now)
      names.set(name, names.get(name) || shown.get(name) !== before)
    }
    return [...names].flatMap(([name, isNew]) => (isNew ? (ownerOf(views.get(name)) ?? []) : []))
  }

  /** Shows the pending changes that have lasted; returns their conversations. */
  function showSettled(now: number): Conversation[] {
    const due = [...pending].filter(([, at]) => at <= now).map(([name]) => name)
    return due.flatMap((name) => (settle(name, now) ? (ownerOf(views.get(name)) ?? []) : []))
  }

  /** Replaces the contacts, and forgets what gateways without contact said; returns the conversations that changes. */
  function applyContacts(now: GatewayContact[]): Conversation[] {
    const lost = [...views].filter(([, { home }]) => !now.some((contact) => contact.home === home))
    const owners = lost.flatMap(([name, one]) => {
      forget(name)
      return ownerOf(one) ?? []
    })
    // A gateway that was restarted: no run of the process before goes on in it.
    const reborn = now.filter(({ home, upSinceMs }) => {
      const before = contacts.get(home)
      return before && upSinceMs !== null && before.upSinceMs !== null && upSinceMs > before.upSinceMs + sameEndMs
    })
    for (const [name, one] of views)
      if (reborn.some(({ home, upSinceMs }) => one.home === home && one.startedAt < upSinceMs!)) {
        forget(name)
        owners.push(...(ownerOf(one) ?? []))
      }
    setContacts(now)
    return owners
  }

  return {
    /** Applies a change; returns what it touched. */
    apply(change: LiveStateChange): Touched {
      switch (change.kind) {
        case 'said':
          return { conversations: applyMessages(change.messages, change.at), sessions: [] }
        case 'settled':
          return { conversations: showSettled(change.at), sessions: [] }
        case 'contacts':
          return { conversations: applyContacts(change.contacts), sessions: [] }
        case 'stated':
          return { conversations: [], sessions: applyStatement(change.statement) }
      }
    },

    snapshot: () => ({ views, shown, pending, texts, contacts: [...contacts.values()], statements }),

    /** When the next change will have lasted long enough, in ms; undefined when none is pending. */
    nextAt: (): number | undefined => (pending.size === 0 ? undefined : Math.min(...pending.values())),

    /** The text that is being written in a conversation; null while none is. */
    textOf: (agentId: string, key: string): string | null => texts.get(nameOf(agentId, key)) ?? null,

    /** The text that is being written in this window of a conversation; null while none is. */
    textIn({ id, agentId, key, current }: Pick<StoredSession, 'id' | 'agentId' | 'key' | 'current'>): string | null {
      if (key === null) return null
      const name = nameOf(agentId, key)
      const text = texts.get(name)
      const sessionId = views.get(name)?.sessionId ?? null
      return text !== undefined && (sessionId === null ? current : sessionId === id) ? text : null
    },

    /** The conversations of which a gateway says that something is at work there, has failed, or waits for somebody. */
    unsettled: () =>
      [...shown.values()].flatMap(({ view }) => {
        const isFailed = view.how === 'failed' || view.how === 'timed-out'
        return view.asks.length > 0 || isWorking(view) || isFailed ? (ownerOf(view) ?? []) : []
      }),

    /** Whether there is contact with the gateway of an agent. */
    hasContact: (agentId: string) => contactOfAgent.has(agentId),

    /** The sessions of which a witness says that they are at work, or wait for somebody. */
    witnessed: (): Pick<Testimony, 'runtime' | 'key'>[] =>
      [...testimonies.values()].flat().filter(({ says }) => says === 'working' || says === 'waiting'),

    /** What each witness says of a session. */
    testimoniesOf: (runtime: Runtime, key: string): readonly Testimony[] => testimonies.get(`${runtime} ${key}`) ?? [],

    /** The conversations in which a text is being written. */
    writing: () => [...texts.keys()].flatMap((name) => ownerOf(views.get(name)) ?? []),

    /** The state of a session at `now` (ms), out of its store and what its gateway and other witnesses say. */
    judge(stored: StoredSession, now: number): WitnessedState {
      const contact = contactOfAgent.get(stored.agentId)
      const view = stored.key === null ? undefined : shown.get(nameOf(stored.agentId, stored.key))?.view
      const isOurs = view && (view.sessionId === null ? stored.current : view.sessionId === stored.id)
      if (isOurs && (view.phase !== 'quiet' || view.asks.length > 0))
        return { ...overlay(stored, view, now), witness: 'gateway', witnessedAt: view.lastAt }
      const said = stored.key === null ? undefined : testimonies.get(`${stored.runtime} ${stored.key}`)
      return witnessedState(contact && !isOurs ? withoutStaleRun(stored, contact) : stored, said ?? [], now)
    },
  }
}

/** The runs of a cron job share the conversation of the job. */
const listedKey = (key: string) => key.replace(/:run:[0-9a-f-]{36}$/, '')

const ownerOf = (one: GatewayView | undefined) =>
  one && [{ agentId: one.agentId, key: listedKey(one.key), sessionId: one.sessionId }]

const isWorking = ({ phase, tools }: GatewayView) => (phase !== 'ended' && phase !== 'quiet') || tools.length > 0

const appearanceOf = (one: GatewayView) =>
  JSON.stringify([one.phase, one.tools.at(-1)?.tool, one.asks.at(-1)?.reason, one.how, one.runId, one.sessionId])

const fresh = ({ home, agentId, key, sessionId, runId, at }: GatewayMessage): GatewayView => ({
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

/** Messages that only a run in progress sends. */
const begins = new Set<GatewayMessage['kind']>(['run.started', 'run.thinks', 'run.compacts', 'tool.started'])

function next(before: GatewayView | undefined, said: GatewayMessage): GatewayView {
  const isOther = !before || (said.runId !== null && before.runId !== said.runId)
  // A late message of an earlier run does not touch the run that follows it.
  if (before && isOther && said.kind === 'run.ended' && before.phase !== 'ended' && before.runId !== null) return before
  const one: GatewayView = isOther
    ? { ...fresh(said), sessionId: said.sessionId, asks: before?.asks ?? [] }
    : { ...before, sessionId: said.sessionId ?? before.sessionId, lastAt: Math.max(before.lastAt, said.at) }
  // These come from the middle of a run: until it says more, its store counts.
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

/** The gateway's word over the store's, unless the store has something later. */
function overlay(stored: StoredSession, view: GatewayView, now: number): Judgement {
  if (view.asks.length > 0) return { state: 'waiting', activity: null, reason: view.asks.at(-1)!.reason }
  const endedLater =
    stored.status !== 'running' &&
    stored.status !== null &&
    stored.status !== '' &&
    (stored.endedAt ?? 0) > view.startedAt
  if (view.phase === 'quiet') return stateOf(stored, now)
  if (view.phase === 'ended') {
    const goesOn = (stored.lastAt ?? 0) > view.lastAt + 5_000
    if (goesOn) return stateOf(stored, now)
    if (endedLater) return withReason(stateOf(stored, now), stored, view)
    const judged = stateOf(
      { ...stored, status: view.how, endedAt: view.lastAt, lastAt: view.lastAt, openTool: null, waitsFor: null },
      now,
    )
    return { ...judged, reason: judged.reason ?? (view.how === 'failed' ? view.reason : null) }
  }
  // A run that began before its store recorded an end is over.
  if (endedLater && (stored.endedAt ?? 0) >= view.lastAt - sameEndMs) return stateOf(stored, now)
  // A tool whose result stands in the transcript has ended, even where that message was missed.
  const isOver = (startedAt: number) => !stored.openTool && (stored.lastAt ?? 0) > startedAt + sameEndMs
  const tool = view.tools.findLast(({ startedAt }) => !isOver(startedAt))?.tool ?? null
  const judged = stateOf(
    {
      ...stored,
      status: 'running',
      endedAt: null,
      lastRole: 'user',
      stopReason: null,
      openTool: tool,
      waitsFor: null,
      lastAt: Math.max(stored.lastAt ?? 0, Math.min(view.lastAt, now)),
    },
    now,
  )
  if (judged.state !== 'thinking') return judged
  if (view.phase === 'streaming') return { state: 'running', activity: 'typing', reason: 'writes its answer' }
  if (view.phase === 'compacting') return { ...judged, reason: 'makes room in its context' }
  return judged
}

/** A store that records the same failure does not always record its reason. */
function withReason(judged: Judgement, stored: StoredSession, { how, reason, lastAt }: GatewayView): Judgement {
  const isSame = judged.state === 'failed' && how === 'failed' && (stored.endedAt ?? 0) <= lastAt + sameEndMs
  return isSame ? { ...judged, reason: judged.reason ?? reason } : judged
}

/**
 * A store may say "running" for ever. A run that was last active before the process of the gateway began cannot run in
 * it: then only the end of the transcript counts.
 */
function withoutStaleRun(stored: StoredSession, { upSinceMs }: GatewayContact): StoredSession {
  if (stored.status !== 'running' || upSinceMs === null || (stored.lastAt ?? 0) >= upSinceMs) return stored
  return { ...stored, status: '', openTool: null, lastRole: stored.stopReason ? stored.lastRole : 'other' }
}
