import { expect, test } from 'bun:test'
import { createActionGate } from '../audit/action-gate.ts'
import { createAudit } from '../audit/audit.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { between, chance, pick, type Random, seeded } from '../demo/random.ts'
import type { ApprovalAnswer, ApprovalStatement, Decision } from '../facts/approval.ts'
import { Refusal } from '../lib/refusal.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { openStore, type Store } from '../store/store.ts'
import { createApprovals } from './approvals.ts'
import { commandRequest } from './testing/sample-requests.ts'

const source = 'gateway /home'
const decisions: Decision[] = ['allow-once', 'allow-always', 'deny']

/** A runtime that asks, takes the first answer to each request, and may end in between. */
function createRuntime(random: Random) {
  const pending = new Set<string>()
  const taken = new Map<string, Decision[]>()
  let isUp = true
  let asked = 0
  return {
    pending,
    taken,
    asked: () => asked,
    isUp: () => isUp,
    ask() {
      if (!isUp) return
      pending.add(`gateway.exec:${asked++}`)
    },
    take(id: string, decision: Decision) {
      if (!isUp) throw new Refusal('unavailable', 'nobody is there')
      if (!pending.delete(id)) throw new Refusal('conflict', 'it was answered or has ended')
      taken.set(id, [...(taken.get(id) ?? []), decision])
    },
    /** What waited is gone with it, or is kept in its store: runtimes do the one or the other. */
    crash() {
      isUp = false
      if (chance(random, 0.3)) pending.clear()
    },
    start() {
      isUp = true
    },
    statement: (): ApprovalStatement => ({
      source,
      contact: isUp,
      requests: isUp ? [...pending].map((id) => commandRequest({ id, expiresAt: null })) : [],
      ended: [],
    }),
  }
}

/**
 * One world: a runtime, this program, and people who decide, with crashes on either side. Answers the facts that must
 * hold whatever happened.
 */
async function live(seed: number, requests: number, open: () => Store) {
  const random = seeded(seed)
  const runtime = createRuntime(random)
  /** What people were told that they had decided, or tried to. */
  const wanted = new Map<string, Set<Decision>>()
  const doubled: string[] = []
  let crashes = 0
  let program = start()

  function start() {
    const store = open()
    let isAlive = true
    const onTheWay = new Set<string>()
    const audit = createAudit(store, { now: () => 0, publish() {} })
    const gate = createActionGate(audit)
    const approvals = createApprovals({
      store,
      now: () => 1_000_000,
      publish() {},
      async answer(permit, id, { decision }: ApprovalAnswer) {
        permit.check()
        // Two answers on their way to one request are one too many, whichever arrives.
        if (onTheWay.has(id)) doubled.push(id)
        onTheWay.add(id)
        await hop(random)
        if (!isAlive) return forever()
        onTheWay.delete(id)
        // The way to the runtime breaks before it, or behind it: the one cannot be told from the other.
        if (chance(random, 0.1)) throw new Refusal('unavailable', 'it did not arrive, or it did')
        runtime.take(id, decision)
        if (chance(random, 0.1)) throw new Refusal('unavailable', 'it did not arrive, or it did')
        await hop(random)
        if (!isAlive) return forever()
      },
      takePart() {},
      deciders: () => 1,
      sessionOf: async () => null,
      changed() {},
      onError(error) {
        throw error
      },
    })
    const { waiting, history, hear } = approvals
    return {
      hear,
      waiting,
      history: () => history({ before: null, limit: 10_000 }),
      decide(id: string, decision: Decision, name: string) {
        wanted.set(id, (wanted.get(id) ?? new Set()).add(decision))
        gate
          .pass({
            caller: callerAs('operator', { name, byLink: true }),
            action: 'decide',
            target: id,
            needs: 'operator',
            perform: (permit) => approvals.decide(permit, id, { decision }, { name, id: name }),
          })
          .catch((error: unknown) => {
            if (!(error instanceof Refusal) && isAlive) throw error
          })
      },
      /** As a killed process leaves it: what was committed is there, and nothing goes on. */
      kill() {
        isAlive = false
        approvals.stop()
        store.$client.close()
      },
      acts: () => audit.lines({ limit: 500 }).items,
    }
  }

  const steps = {
    ask: () => void (runtime.asked() < requests && runtime.ask()),
    tell: () => program.hear(runtime.statement()),
    decide() {
      const open = program.waiting()
      if (open.length === 0) return
      const { id } = pick(random, open)
      program.decide(id, pick(random, decisions), 'anna')
      if (chance(random, 0.4)) program.decide(id, pick(random, decisions), 'ben')
    },
    answerAtTheKeyboard() {
      const id = [...runtime.pending][0]
      if (id !== undefined && runtime.isUp()) runtime.pending.delete(id)
    },
    crashRuntime() {
      runtime.crash()
      crashes++
    },
    startRuntime: () => runtime.start(),
    crashUs() {
      program.kill()
      program = start()
      crashes++
    },
  }
  const often = ['ask', 'ask', 'tell', 'tell', 'decide', 'decide', 'decide', 'startRuntime'] as const
  const seldom = ['answerAtTheKeyboard', 'crashRuntime', 'crashUs'] as const
  while (runtime.asked() < requests) {
    steps[chance(random, 0.85) ? pick(random, often) : pick(random, seldom)]()
    await hop(random)
  }
  // The storm is over: everything that still waits is decided until nothing does.
  runtime.start()
  for (let round = 0; round < 10_000; round++) {
    await Bun.sleep(0)
    program.hear(runtime.statement())
    const open = program.waiting()
    if (open.length === 0 && runtime.pending.size === 0) break
    for (const { id, state } of open) if (state === 'waiting') program.decide(id, 'deny', 'anna')
  }
  const told = new Map(program.history().map((approval) => [approval.id, approval]))
  const left = program.waiting().length
  program.kill()
  return { told, left, taken: runtime.taken, wanted, doubled, crashes }
}

/** A hung process goes on no further. */
const forever = () => new Promise<never>(() => {})

/** A few turns of the loop, so that everything may come between everything else. */
async function hop(random: Random) {
  for (let turns = between(random, 0, 3); turns > 0; turns--) await Promise.resolve()
}

test('of a thousand requests with crashes on either side none is answered twice, lost, or allowed by nobody', async () => {
  let asked = 0
  let crashed = 0
  let answered = 0
  for (let seed = 1; seed <= 20; seed++) {
    using folder = temporary('approvals')
    const path = folder.at('wheelhouse.sqlite')
    const { told, left, taken, wanted, doubled, crashes } = await live(seed, 50, () => openStore('wheelhouse', path))
    asked += 50
    crashed += crashes
    expect(left).toBe(0)
    expect(doubled).toEqual([])
    for (const [id, all] of taken) {
      // Nothing is answered twice, and nothing that nobody has decided.
      expect([id, all.length]).toEqual([id, 1])
      expect([id, wanted.get(id)?.has(all[0]!)]).toEqual([id, true])
    }
    for (const [id, { state, decision }] of told)
      if (state === 'answered') {
        // What is shown as delivered was taken, and is what was decided.
        expect([id, taken.get(id)]).toEqual([id, [decision!]])
        answered++
      }
    // What was taken is known; it may be known without how it ended, where the way broke behind the runtime.
    for (const id of taken.keys()) expect([id, told.has(id)]).toEqual([id, true])
  }
  expect(asked).toBe(1_000)
  expect(crashed).toBeGreaterThan(100)
  expect(answered).toBeGreaterThan(300)
}, 120_000)
