import { type ActionGate, type Confirmation, nameOf } from '../audit/action-gate.ts'
import type { Audit } from '../audit/audit.ts'
import { type Caller, credentialOf } from '../auth/caller.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Store } from '../store/store.ts'
import type { Entry } from './catalogue.ts'
import { confirmationFor } from './confirmation.ts'
import { groupOf, managerOf } from './driver.ts'
import type { ControlEvent } from './events.ts'
import type { LogLine } from './handle.ts'
import { createLocks } from './locks.ts'
import { advance, asked, beginWatch, type Verdict } from './progress.ts'
import { type ActRow, goingActs, lastActs, putAct, usualMs } from './rows.ts'
import { type Act, type Interrupted, type Reading, type Service, unread, type Verb } from './service.ts'
import { wayBackTo } from './update-answer.ts'

type ControlDeps = {
  store: Store
  audit: Pick<Audit, 'write'>
  actionGate: ActionGate
  publish: (event: ControlEvent) => unknown
  now: () => number
  /** Every service there is, found anew when it is time. */
  entries: () => Promise<Entry[]>
  /** Whom a verb interrupts, beside the services that need this one. */
  interrupted: (entry: Entry, verb: Verb) => Promise<Interrupted[]>
  /** The agents that stop with a service, by id. */
  agentsOf: (entry: Entry) => Promise<string[]>
  /** Why nothing may be switched here at all; null where it may. */
  closed: string | null
  onError: (error: unknown) => void
  /** Between two looks at a service that something was asked of, in ms. */
  pollMs?: number
}

export type Controls = ReturnType<typeof createControls>

/** A reading is good for so long. */
const freshMs = 2_000
/** A request that takes longer than this counts as made: what becomes of it is seen by looking. */
const askingMs = 500

/**
 * The services of this machine: how they are, and what is asked of them. Each act is written down before it is done, is
 * watched until it has come true or failed, and is never done twice: what a kill has interrupted is only watched on.
 */
export function createControls({
  store,
  audit,
  actionGate,
  publish,
  now,
  entries,
  interrupted,
  agentsOf,
  closed,
  onError,
  pollMs = 400,
}: ControlDeps) {
  const locks = createLocks(now)
  const shown = new Map<string, Service>()
  const acts = new Map(lastActs(store).map((row) => [row.service, row]))
  /** The acts that go on in this process, by service. */
  const going = new Set<string>()
  let isStopping = false
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  async function entryOf(id: string): Promise<Entry> {
    const entry = (await entries()).find((one) => one.id === id)
    if (!entry) throw new Refusal('not-found', 'There is no service with that id.')
    return entry
  }

  /** Reads a service and publishes it where something about it is new. */
  async function look(entry: Entry, all: Entry[], known?: Reading): Promise<Reading> {
    const read = known ?? (await entry.handle.read().catch((error: Error) => unread(error.message)))
    const service = await describe(entry, read, all)
    const before = shown.get(entry.id)
    shown.set(entry.id, service)
    if (before === undefined || JSON.stringify(before) !== JSON.stringify(service))
      publish({ kind: 'control.changed', service })
    return read
  }

  async function describe(entry: Entry, read: Reading, all: Entry[]): Promise<Service> {
    const { verbs, note } = await entry.handle.abilities(read)
    const row = acts.get(entry.id)
    const wasStopped = row?.verb === 'stop' && row.outcome !== 'failed'
    const isGone = entry.driver.kind === 'openclaw' && read.reason === 'its process is gone' && !wasStopped
    return {
      ...read,
      state: isGone && read.state === 'stopped' ? 'failed' : read.state,
      reason: wasStopped && read.state === 'stopped' && entry.driver.kind === 'openclaw' ? null : read.reason,
      id: entry.id,
      name: entry.name,
      group: groupOf(entry.driver),
      manager: entry.manager ?? managerOf(entry.driver),
      unit: entry.unit,
      demo: entry.driver.kind === 'demo',
      verbs,
      note,
      checksUpdates: entry.handle.checkUpdate !== undefined,
      dependsOn: entry.dependsOn,
      dependants: dependantsOf(entry, all).map(({ name }) => name),
      agents: await agentsOf(entry),
      act: row ? toAct(row) : null,
    }
  }

  const dependantsOf = (entry: Entry, all: Entry[]) =>
    all.filter(({ dependsOn }) => dependsOn.some((name) => name.toLowerCase() === entry.name.toLowerCase()))

  const toAct = ({ watch, isAsked: _, role: __, credential: ___, who, ...rest }: ActRow): Act => ({
    ...rest,
    who: who.replace(/ \([^()]*\)$/, ''),
    steps: watch.steps,
    wayBack: rest.verb === 'update' && watch.before.version ? wayBackTo(watch.before.version) : null,
    usualMs: usualMs(store, rest),
  })

  async function lookAtAll() {
    const all = await entries()
    await Promise.all(all.map((entry) => look(entry, all)))
    for (const id of shown.keys())
      if (!all.some((entry) => entry.id === id)) {
        shown.delete(id)
        publish({ kind: 'control.gone', id })
      }
    readAt = now()
  }

  /** Looks at all services, at most once at a time and not more often than is worth it. */
  function lookIfStale(): Promise<void> {
    if (now() - readAt < freshMs && now() >= readAt) return Promise.resolve()
    reading ??= lookAtAll().finally(() => {
      reading = undefined
    })
    return reading
  }

  function keep(row: ActRow) {
    acts.set(row.service, row)
    putAct(store, row)
  }

  /** Watches an act to its end. `isMade` says whether the request has gone out; done counts from then on only. */
  async function follow(entry: Entry, start: ActRow, isMade: () => boolean): Promise<Verdict> {
    let row = start
    while (!isStopping) {
      const all = await entries()
      const read = await entry.handle.read().catch((error: Error) => unread(error.message))
      const known = acts.get(row.service)
      // It was refused meanwhile.
      if (known?.id !== row.id || known.outcome !== 'going') break
      const { watch, verdict } = advance(row.watch, read, now())
      const isNews = JSON.stringify(watch.steps) !== JSON.stringify(row.watch.steps)
      row = { ...row, watch }
      if (isNews) keep(row)
      else acts.set(row.service, row)
      const isOver = verdict.kind === 'failed' || (verdict.kind === 'done' && isMade())
      if (!isOver) await look(entry, all, read)
      if (isOver) return verdict
      await Bun.sleep(pollMs)
    }
    return { kind: 'going' }
  }

  /** Writes the end of an act down, and shows it. */
  async function end(entry: Entry, verdict: Verdict) {
    const row = acts.get(entry.id)
    going.delete(entry.id)
    if (!row || verdict.kind === 'going') return
    keep({
      ...row,
      endedAt: now(),
      outcome: verdict.kind,
      reason: verdict.kind === 'failed' ? verdict.reason : null,
      watch: verdict.kind === 'failed' ? { ...row.watch, steps: row.watch.steps.map(failedWhereItStands) } : row.watch,
    })
    await look(entry, await entries())
  }

  const failedWhereItStands = (step: ActRow['watch']['steps'][number]) =>
    step.state === 'now' ? { ...step, state: 'failed' as const, until: now(), words: null } : step

  function refuseWhileGoing(entry: Entry) {
    const row = acts.get(entry.id)
    if (!going.has(entry.id) || !row) return
    const { who, verb } = toAct(row)
    const ago = Math.max(0, Math.round((now() - row.askedAt) / 1_000))
    throw new Refusal('conflict', `${who} asked ${entry.name} to ${verb} ${ago} s ago. Wait until that is over.`)
  }

  function refuseUnlessOpen(caller: Caller) {
    if (closed !== null) throw new Refusal('forbidden', closed, { closed: true })
    if (locks.unlockedUntil(caller) === null)
      throw new Refusal('forbidden', 'Services are locked. Unlock them first; that holds for ten minutes.', {
        locked: true,
      })
  }

  /**
   * Asks a service for something on behalf of a person. Resolves as soon as it was asked, with the act that goes on;
   * how it ends is in the service, and on record. Throws a Refusal where it is not asked.
   */
  async function act({
    caller,
    id,
    verb,
    given,
  }: {
    caller: Caller
    id: string
    verb: Verb
    given: string | undefined
  }): Promise<Act> {
    const entry = await entryOf(id)
    refuseUnlessOpen(caller)
    refuseWhileGoing(entry)
    const read = await entry.handle.read()
    const { verbs, note } = await entry.handle.abilities(read)
    const known = verbs.find((one) => one.verb === verb)
    if (!known) throw new Refusal('conflict', whyNot(entry, verb, read, note))
    const isThere = ['running', 'starting', 'stopping'].includes(read.state)
    if (isThere && read.life === null && verb !== 'start')
      throw new Refusal(
        'unavailable',
        `${entry.name} has not been measured yet, so that nobody could tell whether it came true. Try again in a moment.`,
      )
    if (verb === 'start' && read.state === 'running') throw new Refusal('conflict', `${entry.name} runs already.`)

    const all = await entries()
    const hits = await hitsOf(entry, verb, all)
    const begun = Promise.withResolvers<Act>()
    let verdict: Promise<Verdict> | undefined
    const passing = actionGate.pass({
      caller,
      action: `${verb} service`,
      target: entry.unit === entry.name ? entry.name : `${entry.name} (${entry.unit})`,
      needs: verb === 'update' ? 'admin' : 'operator',
      confirm: { given, ask: confirmationFor(entry, verb, known.exact, hits, read.version) satisfies Confirmation },
      async perform(permit) {
        refuseWhileGoing(entry)
        const at = now()
        const limits = entry.handle.limitsOf?.(verb) ?? entry.handle.limits
        const before = { life: read.life, state: read.state, pid: read.pid, version: read.version }
        const watch = beginWatch({ verb, before, limits, answers: entry.handle.answers, ask: known.exact }, at)
        const row: ActRow = {
          id: permit.actId,
          service: entry.id,
          verb,
          who: nameOf(caller),
          role: caller.role,
          credential: credentialOf(caller),
          exact: known.exact,
          askedAt: at,
          endedAt: null,
          outcome: 'going',
          reason: null,
          isAsked: false,
          watch,
          interrupts: hits,
        }
        going.add(entry.id)
        try {
          putAct(store, row)
          // From here on it may have been done, whatever happens to us.
          keep({ ...row, isAsked: true })
        } catch (error) {
          going.delete(entry.id)
          throw error
        }
        begun.resolve(toAct(row))
        let isMade = false
        const asking = entry.handle
          .ask(permit, verb)
          // What was sent and not answered may come true: that is seen, or takes too long.
          .catch((error: unknown) => {
            if (!(error instanceof Refusal && error.details.maybeDone === true)) throw error
          })
          .then(() => {
            isMade = true
          })
        const refused = Promise.withResolvers<Verdict>()
        asking.catch((error: Error) => refused.resolve({ kind: 'failed', reason: error.message }))
        await Promise.race([asking.catch(() => {}), Bun.sleep(askingMs)])
        const made = acts.get(entry.id) ?? row
        const seen =
          isMade || made.watch.steps[0]?.state === 'now' ? { ...made, watch: asked(made.watch, now()) } : made
        verdict = Promise.race([follow(entry, seen, () => isMade), refused.promise])
        try {
          await asking
        } catch (error) {
          await end(entry, { kind: 'failed', reason: (error as Error).message })
          throw error
        }
      },
      async watch() {
        const reached = await verdict!
        await end(entry, reached)
        if (reached.kind === 'failed') throw new Refusal('unavailable', reached.reason)
        // We end: like an act that a kill has left open, it is watched on after the next start.
        if (reached.kind === 'going') await new Promise(() => {})
      },
    })
    passing.catch((error) => {
      if (!(error instanceof Refusal)) {
        onError(error)
        void end(entry, { kind: 'failed', reason: 'Something went wrong on our side; the log has it.' }).catch(onError)
      }
    })
    return Promise.race([begun.promise, passing.then(() => begun.promise)])
  }

  async function hitsOf(entry: Entry, verb: Verb, all: Entry[]): Promise<Interrupted[]> {
    if (verb === 'start') return []
    return [
      ...(await interrupted(entry, verb)),
      ...dependantsOf(entry, all).map(({ name }) => ({ name, effect: `needs ${entry.name}` })),
    ]
  }

  /** Finishes what a kill has left open: it is watched on, and never asked for again. */
  async function settle() {
    for (const row of goingActs(store)) {
      const entry = (await entries()).find(({ id }) => id === row.service)
      const record = (stage: 'done' | 'failed', detail: string) =>
        audit.write({
          actId: row.id,
          stage,
          who: row.who,
          role: row.role,
          credential: row.credential,
          action: `${row.verb} service`,
          target: entry?.name ?? row.service,
          detail,
        })
      if (!row.isAsked || !entry) {
        const reason = row.isAsked
          ? 'The service is not there any more.'
          : 'Wheelhouse ended before it was asked; nothing was done.'
        keep({ ...row, endedAt: now(), outcome: row.isAsked ? 'unknown' : 'failed', reason })
        record('failed', reason)
        continue
      }
      going.add(entry.id)
      const limits = entry.driver.kind === 'process' ? { ...row.watch.limits, beginMs: 5_000 } : row.watch.limits
      const resumed = { ...row, watch: asked({ ...row.watch, limits }, now()) }
      keep(resumed)
      void follow(entry, resumed, () => true)
        .then(async (verdict) => {
          if (verdict.kind === 'going') return
          await end(entry, verdict)
          if (verdict.kind === 'done')
            record('done', 'Wheelhouse ended meanwhile; it was seen to come true afterwards.')
          else record('failed', `Wheelhouse ended meanwhile. ${verdict.reason}`)
        })
        .catch(onError)
    }
  }

  return {
    settle,
    act,

    /** All services, as they were read a moment ago, and whether this caller may switch. */
    async list(caller: Caller) {
      await lookIfStale()
      return {
        items: [...shown.values()],
        nextCursor: null,
        lock: { unlockedUntil: locks.unlockedUntil(caller), closed },
      }
    },

    /** One service. Throws a Refusal where there is none. */
    async one(id: string): Promise<Service> {
      await look(await entryOf(id), await entries())
      return shown.get(id)!
    },

    log: async (id: string, lines: number): Promise<LogLine[]> => (await entryOf(id)).handle.log(lines),

    unlock: (caller: Caller) =>
      actionGate.pass({
        caller,
        action: 'unlock services',
        target: 'for ten minutes',
        needs: 'operator',
        perform() {
          if (closed !== null) throw new Refusal('forbidden', closed, { closed: true })
          return locks.unlock(caller)
        },
      }),

    lock: (caller: Caller) =>
      actionGate.pass({
        caller,
        action: 'lock services',
        target: 'again',
        needs: 'operator',
        perform: () => locks.lock(caller),
      }),

    /** Asks whether there is a newer version of what a service runs. */
    async checkUpdate(caller: Caller, id: string): Promise<{ version: string | null }> {
      const entry = await entryOf(id)
      refuseUnlessOpen(caller)
      const check = entry.handle.checkUpdate
      if (!check)
        throw new Refusal(
          'conflict',
          entry.driver.kind === 'openclaw'
            ? 'Updates are off. To allow them, set check_updates = true under [controls] in config.toml.'
            : `${entry.name} has no update of its own.`,
        )
      const version = await actionGate.pass({
        caller,
        action: 'look for an update',
        target: entry.name,
        needs: 'admin',
        perform: check,
      })
      await look(entry, await entries())
      return { version }
    },

    /** Something was heard about the services of a kind: they are looked at now. */
    async changed(is: (entry: Entry) => boolean) {
      if (shown.size === 0) return
      const all = await entries()
      await Promise.all(all.filter(is).map((entry) => look(entry, all)))
    },

    stop() {
      isStopping = true
    },
  }
}

function whyNot(entry: Entry, verb: Verb, { state, reason, help }: Reading, note: string | null): string {
  if (note !== null) return note
  const how = `${entry.name} is ${state}${reason === null ? '' : `: ${reason}`}.`
  return `${how} It cannot be asked to ${verb} now.${help === null ? '' : ` Try: ${help}`}`
}
