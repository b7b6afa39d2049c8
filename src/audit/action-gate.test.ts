import { expect, test } from 'bun:test'
import type { Caller } from '../auth/caller.ts'
import type { Role } from '../auth/role.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { Refusal } from '../lib/refusal.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { type Action, type Confirmation, createActionGate } from './action-gate.ts'
import { createAudit } from './audit.ts'

const callerWith = (role: Role, rest: Partial<Caller> = {}): Caller =>
  callerAs(role, { id: 'token:abc', name: 'Ann', ...rest })

const ask: Confirmation = {
  question: 'Delete the job “nightly”?',
  effect: 'It will not run again.',
  hits: [{ name: 'nightly', effect: 'is deleted' }],
  exact: 'wheelhouse token revoke abc',
  phrase: 'nightly',
  verb: 'Delete',
  safeVerb: 'Keep it',
}

function start() {
  const store = storeInMemory('wheelhouse')
  const audit = createAudit(store, { now: () => 0, publish() {} })
  const gate = createActionGate(audit, () => 'act')
  const done: string[] = []
  const pass = (draft: Partial<Action<string>> = {}) =>
    gate.pass({
      caller: callerWith('operator'),
      action: 'run job',
      target: 'nightly',
      needs: 'operator',
      perform: async () => {
        done.push(stages().join())
        return 'ran'
      },
      ...draft,
    })
  const stages = () =>
    audit
      .lines({ limit: 100 })
      .items.map(({ stage, detail }) => (detail === null ? stage : `${stage}: ${detail}`))
      .reverse()
  return { pass, done, stages, store, audit }
}

const refusalOf = (passing: Promise<unknown>) =>
  passing.then(
    () => undefined,
    (error: Refusal) => error,
  )

test('an act is on record before it is done, and when it has come true', async () => {
  const { pass, done, stages, audit } = start()
  expect(await pass({ watch: async () => void done.push('came true') })).toBe('ran')
  expect(done).toEqual(['asked', 'came true'])
  expect(stages()).toEqual(['asked', 'done'])
  expect(audit.lines({ limit: 1 }).items[0]).toMatchObject({ who: 'Ann (token:abc)', actId: 'act', role: 'operator' })
})

test('what cannot be recorded is not done', async () => {
  const { pass, done, store } = start()
  store.$client.run('PRAGMA query_only = ON')
  expect(await refusalOf(pass())).toBeInstanceOf(Error)
  expect(done).toEqual([])
})

test('an act without the right is not done, and on record as refused', async () => {
  for (const role of ['screen', 'viewer'] as const) {
    const { pass, done, stages } = start()
    expect(await refusalOf(pass({ caller: callerWith(role) }))).toMatchObject({ code: 'forbidden' })
    expect(done).toEqual([])
    expect(stages()).toEqual(['refused: Needs operator.'])
  }
})

test('what hurts is asked back until the phrase is given letter by letter', async () => {
  for (const given of [undefined, '', 'Nightly', 'nightly ', 'yes', 'true']) {
    const { pass, done, stages } = start()
    const refusal = await refusalOf(pass({ confirm: { given, ask } }))
    expect(refusal).toMatchObject({ code: 'confirm-needed', message: ask.question, details: { confirm: ask } })
    expect(done).toEqual([])
    expect(stages()).toEqual([])
  }
  const { pass, stages } = start()
  await pass({ confirm: { given: 'nightly', ask } })
  expect(stages()).toEqual(['asked', 'done'])
})

test('someone without the right is refused, not asked', async () => {
  const { pass } = start()
  const refusal = await refusalOf(pass({ caller: callerWith('viewer'), confirm: { given: 'nightly', ask } }))
  expect(refusal).toMatchObject({ code: 'forbidden' })
})

test('an act that fails is on record with its reason, and the failure reaches the caller', async () => {
  const { pass, stages } = start()
  const act = async () => {
    throw new Error(`gateway said no to OPENCLAW_GATEWAY_TOKEN=hunter22`)
  }
  expect(await refusalOf(pass({ perform: act }))).toBeInstanceOf(Error)
  expect(stages()).toEqual(['asked', 'failed: gateway said no to OPENCLAW_GATEWAY_TOKEN=[hidden]'])
})

test('an act that throws before it returns a promise fails the same way', async () => {
  const { pass, stages } = start()
  const act = () => {
    throw new Refusal('unavailable', 'The gateway is not running.')
  }
  expect(await refusalOf(pass({ perform: act }))).toMatchObject({ code: 'unavailable' })
  expect(stages()).toEqual(['asked', 'failed: The gateway is not running.'])
})

test('an act that does not come true has failed', async () => {
  const { pass, stages } = start()
  const watch = async () => {
    throw new Refusal('unavailable', 'The gateway did not come back within 30 s.')
  }
  expect(await refusalOf(pass({ watch }))).toMatchObject({ code: 'unavailable' })
  expect(stages()).toEqual(['asked', 'failed: The gateway did not come back within 30 s.'])
})
