import type { Incident } from '../alerts/incident.ts'
import type { AttentionItem } from '../attention/need.ts'
import type { AuditLine } from '../audit/audit-line.ts'
import { systemNetwork } from '../lib/guarded-fetch.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Store } from '../store/store.ts'
import type { Channel, ChannelView, Delivery, Pause } from './channel.ts'
import { type ChannelDraft, checkRouting, takeFields } from './channel-draft.ts'
import { channelRows, deleteChannel, pauseRow, putChannel, putPause } from './channel-rows.ts'
import { createChannelSecrets } from './channel-secrets.ts'
import {
  addDelivery,
  addNotice,
  countNotices,
  deleteOldDeliveries,
  deliveriesOfNotice,
  deliveryHistory,
  lastEnded,
  type OpenDelivery,
  openDeliveries,
  openNotices,
  settleNotice,
  together,
} from './delivery-rows.ts'
import { type DigestFacts, dayBefore, digestDue, digestNotice } from './digest.ts'
import type { NotificationEvent } from './events.ts'
import { isOfIncident, isTold, noticeOfIncident } from './incident-notice.ts'
import type { SendMail } from './mailer.ts'
import { isOfNeed, keyOfNeed, noticeKinds, noticeOfNeed } from './need-notice.ts'
import { boundNotice, type Notice } from './notice.ts'
import { createOutbox } from './outbox.ts'
import type { Outcome } from './outcome.ts'
import { pageProvider } from './page-provider.ts'
import type { OwnProvider, Sending } from './provider.ts'
import { recipes } from './recipes/recipes.ts'
import { digestAfter, route } from './route.ts'
import { commandProvider, type RunProgram } from './run-command.ts'
import type { SendDeps } from './send-request.ts'
import { createSender } from './sender.ts'
import type { AllowedCommand } from './settings.ts'
import { smtpProvider } from './smtp-provider.ts'
import type { Values } from './template.ts'
import { valuesOf } from './values.ts'
import { createWebPush } from './web-push-provider.ts'

const maxChannels = 50
const keptDeliveries = 5_000
/** The clock may jump while a timer waits, so none waits longer. */
const longestTimerMs = 600_000
/** So many things that need a person are told of at a time; the rest is on the page. */
const maxOpen = 500
/** What needs a person for less than this need not be told: it was another word for the same thing, or is over. */
const graceMs = 5_000

export type Notifications = ReturnType<typeof createNotifications>

export type NotificationDeps = {
  /** wheelhouse.sqlite. */
  store: Store
  now: () => number
  timezone: string
  /** The name of this machine. */
  host: string
  random: () => number
  publish: (event: NotificationEvent) => unknown
  /** Records who is told what; a delivery is an act of the person who switched its channel on. */
  record: (line: Omit<AuditLine, 'id' | 'at'>) => unknown
  /** The file of secrets in which what channels need lies. */
  kept: { get(): string | undefined; set(text: string): void }
  /** The file of secrets in which our keys for Web Push lie. */
  keptPushKeys: { get(): string | undefined; set(text: string): void }
  commands: readonly AllowedCommand[]
  runProgram: RunProgram
  /** Where pages are; `ownAddress` is where this program listens, `address` how people reach it. */
  address: () => string
  ownAddress: () => string
  /** How many pages are open that show notices. */
  pages: () => number
  agentName: (id: string) => string
  /** What needs a person now. */
  open: () => AttentionItem[]
  /** What alerts have raised and is not over; null while it is not known. */
  incidents: () => Incident[] | null
  /** What a day cost, `2026-11-20`. */
  costOf: (day: string) => Promise<Pick<DigestFacts, 'costUsd' | 'isLowerBound'>>
  network?: Partial<SendDeps>
  /** What speaks to servers of mail. */
  loadMailer: () => Promise<{ sendMail: SendMail }>
  onError: (error: unknown) => void
}

/** Tells people what they should hear of, through the channels that they have switched on. */
export function createNotifications(deps: NotificationDeps) {
  const { store, now, timezone, publish, onError } = deps
  const secrets = createChannelSecrets(deps.kept)
  let channels = channelRows(store)
  let pause = pauseRow(store)
  /** The dedupe keys of what is open. */
  let open: Set<string> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false

  const network: SendDeps = { ...systemNetwork(deps.ownAddress), ...deps.network }
  const valuesFor = ({ delivery, isSettled }: Sending): Values =>
    valuesOf(delivery, { address: deps.address(), host: deps.host, isSettled, now: now() })
  const webPush = createWebPush({
    kept: deps.keptPushKeys,
    network,
    valuesFor,
    // Push services want to know whom to write to where something is wrong.
    contact: () => (deps.address().startsWith('https:') ? deps.address() : 'mailto:wheelhouse@example.com'),
    now,
  })
  const own: OwnProvider[] = [
    webPush.provider,
    pageProvider({ pages: deps.pages, publish, valuesFor }),
    smtpProvider({ network, valuesFor, loadMailer: deps.loadMailer, now }),
    commandProvider(deps.commands, { run: deps.runProgram, valuesFor }),
  ]
  const sender = createSender({ recipes, own, network, valuesFor, now, onError })
  const find = (id: string) => channels.find((channel) => channel.id === id)
  const fieldsOf = (channel: Channel): Values => ({ ...channel.given, ...secrets.of(channel.id) })

  const outbox = createOutbox({
    store,
    now,
    timezone,
    random: deps.random,
    channel: find,
    pause: () => pause,
    knowsRepeats: ({ provider }) => sender.provider(provider)?.knowsRepeats === true,
    atMost: ({ provider }) => sender.atMost(provider),
    send: (channel, delivery, isSettled, signal) =>
      sender.send({ channel, fields: fieldsOf(channel), delivery, isSettled, signal }),
    gone: (channel) => drop(channel, 'The receiver has unsubscribed.'),
    noted,
    changed: () => publish({ kind: 'notifications.changed' }),
    onError,
  })
  deleteOldDeliveries(store, keptDeliveries)

  /** A delivery is in the record of acts from when it leaves, with how it ended. */
  function noted(delivery: OpenDelivery) {
    if (delivery.attempts === 0) return
    const { id, channelId, channel, notice, state, words } = delivery
    const by = find(channelId)?.madeBy ?? 'somebody'
    try {
      deps.record({
        actId: `notice-${id}`,
        stage: state === 'sending' ? 'asked' : state === 'sent' ? 'done' : 'failed',
        who: `Channel “${channel}”, set up by ${by} (rule:channel:${channelId})`,
        role: 'admin',
        credential: 'rule',
        action: 'notify',
        target: `${channel}: ${notice.title}`,
        detail: words,
      })
    } catch (error) {
      onError(error)
    }
  }

  /** Does what is due, and again when the next thing is. */
  function schedule() {
    clearTimeout(timer)
    if (isStopped) return
    const moments = [
      outbox.nextAt(),
      ...channels.map((channel) => digestAfter(channel, now(), timezone)),
      pause?.until ?? null,
    ]
    const next = Math.min(...moments.flatMap((moment) => moment ?? []))
    if (next === Number.POSITIVE_INFINITY) return
    timer = setTimeout(() => void run(), Math.min(longestTimerMs, Math.max(20, next - now())))
    timer.unref?.()
  }

  async function run() {
    if (pause?.until != null && pause.until <= now()) endPause()
    await addDigests().catch(onError)
    const passing = outbox.pass()
    // What another channel has to wait for must not wait for this one.
    schedule()
    await passing
    schedule()
  }

  function endPause() {
    pause = null
    putPause(store, null)
    const keys = openKeys()
    outbox.drop(
      'It had settled before the pause was over.',
      ({ turn, dedupeKey }) => turn >= 0 && !keys.has(dedupeKey) && !dedupeKey.startsWith('digest:'),
    )
    publish({ kind: 'notifications.changed' })
  }

  async function addDigests() {
    const due = channels.flatMap((channel) => {
      const at = digestDue(channel, now(), timezone)
      return at === null ? [] : [{ channel, at }]
    })
    if (due.length === 0) return
    const key = (at: number) =>
      digestNotice({ costUsd: null, isLowerBound: false, told: 0, settled: 0, waits: [] }, at, timezone).dedupeKey
    const missing = due.filter(
      ({ channel, at }) => !deliveriesOfNotice(store, key(at)).some(({ channelId }) => channelId === channel.id),
    )
    if (missing.length === 0) return
    const costs = await deps.costOf(dayBefore(now(), timezone)).catch(() => ({ costUsd: null, isLowerBound: false }))
    const { told, settled } = countNotices(store, now() - 86_400_000)
    const waits = deps.open().map((item) => noticeOfNeed(item, deps.agentName(item.agentId), now()).title)
    for (const { channel, at } of missing) {
      const notice = boundNotice(digestNotice({ ...costs, told, settled, waits }, at, timezone))
      addDelivery(store, { channelId: channel.id, channel: channel.name, turn: 0, madeAt: now(), dueAt: now(), notice })
    }
  }

  function openKeys(): Set<string> {
    open ??= new Set(openNotices(store).map(({ dedupeKey }) => dedupeKey))
    return open
  }

  const isAnyOn = () => channels.some(({ isOn }) => isOn)

  /**
   * Tells something once to every channel that wants it, unless it has settled before `graceMs` are over. Telling the same
   * key again changes nothing.
   */
  function tell(given: Notice, graceMs = 0) {
    if (!isAnyOn() || openKeys().has(given.dedupeKey)) return
    const at = Math.max(now(), ...channels.map(({ onSince }) => (onSince ?? 0) + 1))
    const notice = boundNotice({ ...given, at })
    together(
      store,
      () => {
        if (!addNotice(store, notice)) return
        for (const { channelId, dueAt } of route(notice, channels, at, timezone))
          addDelivery(store, {
            channelId,
            channel: find(channelId)!.name,
            turn: 0,
            madeAt: at,
            dueAt: Math.max(dueAt, at + graceMs),
            notice,
          })
      },
      { isDurable: true },
    )
    openKeys().add(notice.dedupeKey)
    void run()
  }

  /** It is over, or somebody has seen to it: nothing is told of it again. */
  function settle(dedupeKey: string) {
    if (!openKeys().delete(dedupeKey)) return
    const at = now()
    if (!settleNotice(store, dedupeKey, at)) return
    outbox.drop(
      'It had settled before it was due.',
      (one) => one.dedupeKey === dedupeKey && one.turn >= 0 && one.dueAt > at,
      (one) => at - one.madeAt < graceMs,
    )
    tellEnd(dedupeKey, at)
    void run()
  }

  function tellEnd(dedupeKey: string, at: number) {
    for (const { channelId, state, turn, notice } of deliveriesOfNotice(store, dedupeKey)) {
      const channel = find(channelId)
      if (turn !== 0 || state === 'dropped' || state === 'failed' || !channel?.isOn || !channel.routing.tellsEnd)
        continue
      addDelivery(store, { channelId, channel: channel.name, turn: -1, madeAt: at, dueAt: at, notice })
    }
  }

  /** Takes what is open as known: a channel that is switched on now is not told of it. */
  function rememberOpen(at: number) {
    for (const one of [...noticesOf(deps.open(), at), ...incidentNotices(deps.incidents() ?? [], at)]) {
      const notice = boundNotice(one)
      addNotice(store, notice)
      openKeys().add(notice.dedupeKey)
    }
  }

  /** An incident says more of itself than the need that it is. */
  const noticesOf = (items: readonly AttentionItem[], at: number): Notice[] =>
    items
      .filter(({ kind }) => kind !== 'incident')
      .slice(0, maxOpen)
      .map((item) => noticeOfNeed(item, deps.agentName(item.agentId), at))

  const incidentNotices = (incidents: readonly Incident[], at: number): Notice[] =>
    incidents
      .filter((incident) => isTold(incident, at))
      .slice(0, maxOpen)
      .map((incident) => noticeOfIncident(incident, at))

  function put(channel: Channel) {
    channels = [...channels.filter(({ id }) => id !== channel.id), channel].toSorted((a, b) => a.madeAt - b.madeAt)
    putChannel(store, channel)
  }

  function drop(channel: Channel, words: string) {
    outbox.dropChannel(channel.id, words)
    deleteChannel(store, channel.id)
    secrets.remove(channel.id)
    channels = channels.filter(({ id }) => id !== channel.id)
    publish({ kind: 'notifications.changed' })
    schedule()
  }

  function known(id: string): Channel {
    const channel = find(id)
    if (!channel) throw new Refusal('not-found', 'There is no such channel. It may have been removed.')
    return channel
  }

  function providerOf(id: string) {
    const provider = sender.provider(id)
    if (!provider) throw new Refusal('bad-input', `There is no provider “${id.slice(0, 40)}”.`)
    return provider
  }

  function view(channel: Channel): ChannelView {
    return {
      ...channel,
      providerName: sender.provider(channel.provider)?.name ?? channel.provider,
      secrets: Object.keys(secrets.of(channel.id)),
      last: shown(lastEnded(store, channel.id)),
      waiting: openDeliveries(store).filter(({ channelId, dueAt }) => channelId === channel.id && dueAt <= now())
        .length,
    }
  }

  return {
    tell,
    settle,

    /** Takes everything that needs a person now, once history has been read: what is new is told, what is missing has settled. */
    observe(items: readonly AttentionItem[]) {
      if (!isAnyOn()) return
      const seen = new Set(items.map(keyOfNeed))
      for (const key of [...openKeys()]) if (isOfNeed(key) && !seen.has(key)) settle(key)
      for (const notice of noticesOf(items, now())) tell(notice, graceMs)
    },

    /** Takes what alerts have raised and is not over: what is missing of it has settled. */
    observeIncidents(incidents: readonly Incident[]) {
      if (!isAnyOn()) return
      const notices = incidentNotices(incidents, now())
      const seen = new Set(notices.map(({ dedupeKey }) => dedupeKey))
      for (const key of [...openKeys()]) if (isOfIncident(key) && !seen.has(key)) settle(key)
      for (const notice of notices) tell(notice)
    },

    /** Everything that the page shows. */
    list: () => ({ channels: channels.map(view), pause, pages: deps.pages(), timezone }),

    providers: () => ({ items: sender.providers(), kinds: noticeKinds }),

    /** What browsers subscribe with. */
    pushKey: async () => ({ publicKey: await webPush.publicKey() }),

    history({
      channelId,
      cursor,
      limit,
    }: {
      channelId?: string | undefined
      cursor?: number | undefined
      limit: number
    }) {
      const rows = deliveryHistory(store, { channelId, before: cursor, limit: limit + 1 })
      const items = rows.slice(0, limit).map((row) => ({ ...shown(row)!, notice: row.notice }))
      return { items, nextCursor: rows.length > limit ? String(items.at(-1)!.id) : null }
    },

    /** Adds a channel, which is off until somebody switches it on. Throws a Refusal. */
    async add(draft: ChannelDraft, by: string): Promise<ChannelView> {
      if (channels.length >= maxChannels)
        throw new Refusal('too-many', `There are ${maxChannels} channels. Remove one first.`)
      const provider = providerOf(draft.provider)
      checkRouting(draft.routing)
      const fields = takeFields(provider, draft.given)
      const id = crypto.randomUUID().slice(0, 8)
      if (Object.keys(fields.secrets).length > 0) secrets.set(id, fields.secrets)
      put({
        id,
        provider: provider.id,
        name: draft.name,
        isOn: false,
        onSince: null,
        given: fields.given,
        allowsPrivate: draft.allowsPrivate,
        routing: draft.routing,
        madeAt: now(),
        madeBy: by,
      })
      publish({ kind: 'notifications.changed' })
      return view(known(id))
    },

    /** Changes a channel; secrets that are left empty stay. Throws a Refusal. */
    async change(id: string, draft: ChannelDraft): Promise<ChannelView> {
      const before = known(id)
      if (before.provider !== draft.provider)
        throw new Refusal('bad-input', 'A channel keeps its provider. Add another one.')
      checkRouting(draft.routing)
      const fields = takeFields(providerOf(before.provider), draft.given, {
        given: before.given,
        secrets: secrets.of(id),
      })
      if (Object.keys(fields.secrets).length > 0) secrets.set(id, fields.secrets)
      else secrets.remove(id)
      const { name, allowsPrivate, routing } = draft
      put({ ...before, name, allowsPrivate, routing, given: fields.given })
      outbox.wake(id)
      publish({ kind: 'notifications.changed' })
      void run()
      return view(known(id))
    },

    /** Switches a channel on from now on, or off, with what waits for it. */
    async turn(id: string, isOn: boolean): Promise<ChannelView> {
      const channel = known(id)
      if (channel.isOn !== isOn) {
        const at = now()
        if (isOn) rememberOpen(at)
        put({ ...channel, isOn, onSince: isOn ? at : null })
        if (!isOn) outbox.dropChannel(id, 'The channel was switched off before.')
        publish({ kind: 'notifications.changed' })
        schedule()
      }
      return view(known(id))
    },

    async remove(id: string) {
      drop(known(id), 'The channel was removed before.')
      return { id, removed: true }
    },

    /** What a channel is called; '' for none. */
    nameOf: (id: string) => find(id)?.name ?? '',

    /** Sends a test at once, past the outbox, and says how it went. Nothing of it is kept. */
    async test(
      draft: Pick<ChannelDraft, 'provider' | 'name' | 'given' | 'allowsPrivate'>,
      id?: string,
    ): Promise<TestResult> {
      const provider = providerOf(draft.provider)
      const before = id === undefined ? undefined : known(id)
      const { given, secrets: own } = takeFields(
        provider,
        draft.given,
        before && { given: before.given, secrets: secrets.of(before.id) },
      )
      const channelId = before?.id ?? 'test'
      const at = now()
      const notice = boundNotice({
        dedupeKey: `test:${crypto.randomUUID()}`,
        kind: 'test',
        severity: 'info',
        subject: deps.host,
        title: `Wheelhouse on ${deps.host} can reach you`,
        text: 'This is a test. Somebody pressed the button in its settings.',
        href: '/settings/notifications',
        at,
      })
      const outcome = await sender.send({
        channel: { id: channelId, name: draft.name, provider: provider.id, allowsPrivate: draft.allowsPrivate },
        fields: { ...given, ...own },
        delivery: { notice, turn: 0, dedupeKey: notice.dedupeKey, channelId },
        isSettled: false,
        signal: new AbortController().signal,
      })
      const { trouble, words, status, answer } = outcome
      return { isOk: outcome.kind === 'sent', trouble, words, status, answer, tookMs: now() - at }
    },

    /** Sends nothing until a moment (ms), or until somebody ends that; null ends it. */
    async pause(until: number | null | 'end', by: string): Promise<Pause | null> {
      if (until === 'end') endPause()
      else {
        pause = { at: now(), until, by }
        putPause(store, pause)
        publish({ kind: 'notifications.changed' })
      }
      void run()
      return pause
    },

    /** What the doctor should say: channels whose last notices did not arrive. */
    findings: () =>
      channels.flatMap((channel) => {
        const last = lastEnded(store, channel.id)
        if (!channel.isOn || !last || (last.state !== 'failed' && last.state !== 'given-up')) return []
        return [
          {
            level: 'warn' as const,
            code: 'notice-not-delivered',
            message: `The last notice to ${channel.name} did not arrive. ${last.words ?? ''}`.trim(),
            fix: 'Open Settings, Notifications, and test that channel.',
          },
        ]
      }),

    isAnyOn,

    start() {
      void run()
    },

    async stop() {
      isStopped = true
      clearTimeout(timer)
      await outbox.stop()
    },
  }
}

type TestResult = Pick<Outcome, 'trouble' | 'words' | 'status' | 'answer'> & { isOk: boolean; tookMs: number }

/** A delivery as it is shown: the notice stands beside it. */
function shown(row: OpenDelivery | null): Delivery | null {
  if (row === null) return null
  const { notice, ...delivery } = row
  return delivery
}
