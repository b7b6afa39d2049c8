import { Refusal } from '../lib/refusal.ts'
import type { Store } from '../store/store.ts'
import type { AttentionEvent } from './events.ts'
import { type AttentionItem, failureCountsMs, type Need } from './need.ts'
import {
  type Aside,
  type IgnoreRule,
  isAside,
  type NeedRecord,
  type Snooze,
  settledHow,
  snoozeEnd,
  subjectOf,
} from './need-record.ts'
import {
  deleteOldest,
  deleteRecord,
  deleteRule,
  firstOpenedAt,
  ignoreRules,
  lastSettled,
  openRecords,
  putRecord,
  putRule,
  recordByKey,
  recordsBetween,
  settledSince,
  together,
} from './need-rows.ts'
import { faceOfNeed, isSameNeed, nameOfNeed } from './same-need.ts'

/** What is over sooner than this is not worth a line among what settled by itself. */
const briefMs = 5_000
const maxSettled = 10_000
/** So much of a time in the past is told at once. */
const maxBetween = 2_000
const maxRules = 1_000
const maxTextLength = 500
/** A snooze is looked at again at least this often, whatever the clock does. */
const maxWaitMs = 60_000

export type Attention = ReturnType<typeof createAttention>

/** Who puts something aside. */
type Person = { name: string; id: string }

type Job = { id: string; enabled: boolean; present: boolean }

type Deps = {
  /** wheelhouse.sqlite. */
  store: Store
  now: () => number
  timezone: string
  publish: (event: AttentionEvent) => unknown
  /** What is open has changed by what somebody did, or by time alone. */
  changed: () => void
  jobsByIds: (ids: string[]) => Job[]
  /** Receives errors of writing what was seen: it is remembered all the same until this program ends. */
  onError: (error: unknown) => void
}

/**
 * Keeps what needed a person and what became of it: what is open, what was dismissed, snoozed or is always ignored, and
 * what settled by itself. A need keeps its key for as long as it is the same need (`same-need.ts`).
 */
export function createAttention({ store, now, timezone, publish, changed, jobsByIds, onError }: Deps) {
  /** The open ones, by name. */
  const open = new Map(openRecords(store).map((record) => [nameOfNeed(record), record]))
  /** The names of those that were open when this program started, until it has looked itself. */
  const unseen = new Set(open.keys())
  const rules = new Map(ignoreRules(store).map((rule) => [ruleName(rule), rule]))
  /** The keys of those that were opened by lists that were not whole: what only history said needs no line when it ends. */
  const early = new Set<string>()
  /** What the needs looked like when they were last seen, by key. */
  const faces = new Map<string, string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  tidy()

  function tidy() {
    try {
      deleteOldest(store, maxSettled)
    } catch (error) {
      // A full disk deletes nothing either; the next start will.
      onError(error)
    }
  }

  /** The record of a need: the open one, or the last one where it is the same that went away. */
  function recordOf(need: Need): NeedRecord | undefined {
    const name = nameOfNeed(need)
    const known = open.get(name)
    const about = aboutOf(need)
    if (known && isSameNeed(known, about, unseen.has(name) ? 1 : 0)) return known
    const last = lastSettled(store, need)
    return last && isSameNeed(last, about, Math.max(1, now() - (last.settledAt ?? 0))) ? last : undefined
  }

  const ruleFor = (need: Pick<Need, 'kind' | 'id' | 'agentId'>) => {
    const subject = subjectOf(need)
    return subject === null ? undefined : rules.get(ruleName({ kind: need.kind, subject }))
  }

  /** Whether a need is hidden now. A rule alone decides what is ignored, whatever was noted when it hid something. */
  function isHidden(need: Need, aside: Aside | null): boolean {
    if (ruleFor(need)) return true
    return aside !== null && aside.how !== 'ignored' && isAside(aside, faceOf(need), now())
  }

  function begin(need: Need): NeedRecord {
    const at = now()
    const rule = ruleFor(need)
    if (rule) keepRule({ ...rule, hidden: rule.hidden + 1, hiddenAt: at })
    return {
      ...aboutOf(need),
      key: keyOf(need, at),
      openedAt: at,
      settledAt: null,
      settledHow: null,
      aside: rule ? asideBy(rule, need) : null,
    }
  }

  const asideBy = (rule: IgnoreRule, need: Need): Aside => ({
    how: 'ignored',
    at: now(),
    by: rule.by,
    byId: '',
    until: null,
    face: faceOf(need),
  })

  function keepRule(rule: IgnoreRule) {
    rules.set(ruleName(rule), rule)
    write(() => putRule(store, rule))
  }

  function settle(record: NeedRecord, isReplaced: boolean) {
    const at = now()
    const [job] = record.kind === 'cron-failed' ? jobsByIds([record.id]) : []
    const how = isReplaced ? 'replaced' : settledHow(record, at, failureCountsMs, job)
    faces.delete(record.key)
    const isBrief = at - record.openedAt < briefMs || early.has(record.key)
    if (record.aside === null && isBrief) write(() => deleteRecord(store, record.key))
    else write(() => putRecord(store, { ...record, settledAt: at, settledHow: how }))
  }

  /** What was seen and is still to be written. */
  let unwritten: (() => void)[] = []
  const write = (run: () => void) => void unwritten.push(run)

  /** Writes what was seen, together. Where that is impossible it is remembered, and said. */
  function flush() {
    const writes = unwritten
    unwritten = []
    if (writes.length === 0) return
    try {
      together(store, () => {
        for (const run of writes) run()
      })
    } catch (error) {
      onError(error)
    }
  }

  /** Has whoever listens look again when the next snooze is over. */
  function wait() {
    clearTimeout(timer)
    const ends = [...open.values()].flatMap(({ aside }) => (aside?.how === 'snoozed' ? (aside.until ?? []) : []))
    if (ends.length === 0) return
    timer = setTimeout(changed, Math.min(maxWaitMs, Math.max(50, Math.min(...ends) - now())))
    timer.unref?.()
  }

  /** The record under a key; throws a Refusal where there is none, or where it is over. */
  function find(key: string, verb: string): NeedRecord {
    for (const record of open.values()) if (record.key === key) return record
    const past = recordByKey(store, key)
    if (!past) throw new Refusal('not-found', 'Nothing that needed you has this id. It may be older than 30 days.')
    throw new Refusal('conflict', `This has settled in the meantime, so there is nothing to ${verb}.`)
  }

  /** Puts records aside, or brings them back; they are written before anything is said. */
  function put(records: NeedRecord[], write = () => {}) {
    together(store, () => {
      write()
      for (const record of records) putRecord(store, record)
    })
    for (const record of records) open.set(nameOfNeed(record), record)
    said()
  }

  function said() {
    publish({ kind: 'needs.changed' })
    changed()
  }

  const asideOf = (how: Aside['how'], record: NeedRecord, by: Person, until: number | null): Aside => ({
    how,
    at: now(),
    by: by.name,
    byId: by.id,
    until,
    face: faces.get(record.key) ?? '',
  })

  return {
    /**
     * Takes everything that needs a person now: what is new is opened, what is missing has settled. A list that is not
     * whole, because history is still read, settles nothing.
     */
    observe(needs: readonly Need[], { isWhole }: { isWhole: boolean } = { isWhole: true }) {
      const seen = new Set<string>()
      let isNew = false
      for (const need of needs) {
        const name = nameOfNeed(need)
        const before = open.get(name)
        const known = recordOf(need)
        let record = known ?? begin(need)
        faces.set(record.key, faceOf(need))
        const woken = record.aside !== null && !isHidden(need, record.aside)
        if (!known && !isWhole) early.add(record.key)
        if (!known || known !== before || woken) {
          record = { ...record, ...aboutOf(need), settledAt: null, settledHow: null, ...(woken && { aside: null }) }
          const kept = record
          write(() => putRecord(store, kept))
          isNew = true
        } else record = { ...record, ...aboutOf(need) }
        if (before && before.key !== record.key) settle(before, true)
        open.set(name, record)
        seen.add(name)
      }
      const stillOf = new Set([...seen].map((name) => open.get(name)!.id))
      for (const [name, record] of isWhole ? open : [])
        if (!seen.has(name)) {
          open.delete(name)
          settle(record, stillOf.has(record.id))
          isNew = true
        }
      if (isWhole) {
        unseen.clear()
        early.clear()
      }
      flush()
      wait()
      if (isNew) publish({ kind: 'needs.changed' })
    },

    /** Which of these are not set aside, with their keys, in the same order. */
    items: (needs: readonly Need[]): AttentionItem[] =>
      needs.flatMap((need) => {
        const record = recordOf(need)
        if (isHidden(need, record?.aside ?? null)) return []
        const openedAt = record?.openedAt ?? now()
        return [{ ...need, key: record?.key ?? keyOf(need, openedAt), since: need.since ?? record?.openedAt ?? null }]
      }),

    /** The open needs under these keys, those that are set aside included. */
    byKey: (key: string): NeedRecord | undefined => [...open.values()].find((record) => record.key === key),

    /** Each of these answers the record as it is then. Doing it twice changes nothing the second time. */
    dismiss(key: string, by: Person): NeedRecord {
      const record = find(key, 'dismiss')
      if (record.aside?.how === 'dismissed') return record
      const after = { ...record, aside: asideOf('dismissed', record, by, null) }
      put([after])
      return after
    },

    snooze(key: string, snooze: Snooze, by: Person): NeedRecord {
      const record = find(key, 'snooze')
      const after = { ...record, aside: asideOf('snoozed', record, by, snoozeEnd(snooze, now(), timezone)) }
      put([after])
      return after
    },

    /** Hides every need of this kind that is about the same agent, job or budget, from now on. */
    ignore(key: string, by: Person): IgnoreRule {
      const record = find(key, 'ignore')
      const subject = subjectOf(record)
      if (subject === null) throw new Refusal('conflict', 'This cannot be ignored for good. Dismiss or snooze it.')
      const known = rules.get(ruleName({ kind: record.kind, subject }))
      if (known) return known
      if (rules.size >= maxRules)
        throw new Refusal('too-many', `There are ${maxRules} kinds that are always ignored. Show one again first.`)
      // What was dismissed stays so when the rule ends.
      const of = [...open.values()].filter(
        (one) => one.kind === record.kind && subjectOf(one) === subject && one.aside?.how !== 'dismissed',
      )
      const at = now()
      const rule: IgnoreRule = {
        kind: record.kind,
        subject,
        name: subject === record.agentId ? null : record.title,
        at,
        by: by.name,
        byId: by.id,
        hidden: of.length,
        hiddenAt: at,
      }
      const hidden = of.map((one) => ({ ...one, aside: asideOf('ignored', one, by, null) }))
      rules.set(ruleName(rule), rule)
      try {
        put(hidden, () => putRule(store, rule))
      } catch (error) {
        rules.delete(ruleName(rule))
        throw error
      }
      return rule
    },

    bringBack(key: string): NeedRecord {
      const record = find(key, 'bring back')
      if (record.aside === null) return record
      if (record.aside.how === 'ignored' && ruleFor(record))
        throw new Refusal('conflict', 'This is hidden by a rule. Show that kind again to bring it back.')
      const after = { ...record, aside: null }
      put([after])
      return after
    },

    /** Ends a rule, and brings back what it hides now. A rule that has ended already stays so. */
    showAgain({ kind, subject }: Pick<IgnoreRule, 'kind' | 'subject'>) {
      const rule = rules.get(ruleName({ kind, subject }))
      if (!rule) return
      const hidden = [...open.values()].filter(
        (one) => one.aside?.how === 'ignored' && one.kind === kind && subjectOf(one) === subject,
      )
      rules.delete(ruleName(rule))
      try {
        put(
          hidden.map((one) => ({ ...one, aside: null })),
          () => deleteRule(store, rule),
        )
      } catch (error) {
        rules.set(ruleName(rule), rule)
        throw error
      }
    },

    /** The rules, the newest first. */
    rules: (): IgnoreRule[] => [...rules.values()].sort((a, b) => b.at - a.at),

    /** What is set aside, and what settled since a moment, the latest first. */
    pastSince: (since: number): NeedRecord[] => [
      ...[...open.values()].filter(({ aside }) => aside !== null),
      ...settledSince(store, since, maxSettled),
    ],

    /** What waited, stalled or failed at some moment between two, in order. */
    between: (from: number, to: number): NeedRecord[] => recordsBetween(store, from, to, maxBetween),

    /** Since when it is on record what needs a person; null where nothing is. */
    keptFrom: (): number | null => firstOpenedAt(store),

    stop: () => clearTimeout(timer),
  }
}

const ruleName = ({ kind, subject }: Pick<IgnoreRule, 'kind' | 'subject'>) => `${kind} ${subject}`

const cut = (text: string | null) => (text === null ? null : text.slice(0, maxTextLength))

const aboutOf = ({ id, kind, agentId, title, reason, since }: Need) => ({
  id,
  kind,
  agentId,
  title: cut(title),
  reason: cut(reason),
  since,
})

/** What of a need a person sees, by as much of it as is kept. */
const faceOf = (need: Need) => faceOfNeed({ ...need, reason: cut(need.reason) })

/** Names a need in addresses: the same for whoever sees it begin at the same moment. */
const keyOf = (need: Need, openedAt: number) =>
  new Bun.CryptoHasher('sha256')
    .update(JSON.stringify([need.kind, need.id, need.since ?? openedAt, need.reason]))
    .digest('hex')
    .slice(0, 16)
