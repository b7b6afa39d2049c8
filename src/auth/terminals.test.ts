import { expect, test } from 'bun:test'
import { Refusal } from '../lib/refusal.ts'
import { createTerminals } from './terminals.ts'
import { callerAs } from './testing/caller-as.ts'

const minute = 60_000

function start() {
  const clock = { time: 1_000_000 }
  let changes = 0
  const terminals = createTerminals({ now: () => clock.time, changed: () => void changes++ })
  const ask = (key: string | null = 'tty 1') => terminals.ask({ key, command: 'wheelhouse token create', folder: '/' })
  return { clock, terminals, ask, changes: () => changes }
}

const codeOf = (act: () => unknown) => {
  try {
    act()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

test('a terminal may act from when its code is confirmed, as whoever confirmed it, for fifteen minutes', () => {
  const { clock, terminals, ask } = start()
  const { id, code, secret } = ask()
  expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)
  expect(terminals.grantOf({ key: 'tty 1', secret })).toBeUndefined()

  terminals.confirm(id, callerAs('operator'))
  expect(terminals.grantOf({ key: 'tty 1', secret: null })).toEqual({ id, role: 'operator' })
  clock.time += 15 * minute - 1
  expect(terminals.grantOf({ key: 'tty 1', secret: null })?.id).toBe(id)
  clock.time += 1
  expect(terminals.grantOf({ key: 'tty 1', secret })).toBeUndefined()
})

test('the right is of that terminal, and of the command that asked, and of nobody else', () => {
  const { terminals, ask } = start()
  const { id, secret } = ask()
  terminals.confirm(id, callerAs('admin'))
  expect(terminals.grantOf({ key: null, secret })?.id).toBe(id)
  for (const [key, given] of [
    ['tty 2', null],
    [null, null],
    [null, id],
    [null, `${id}.`],
    [null, `${id}.AAAA`],
    [null, secret.toLowerCase()],
    ['', ''],
  ] as const)
    expect([key, given, terminals.grantOf({ key, secret: given })]).toEqual([key, given, undefined])
})

test('a terminal that the system does not tell apart is known by its secret alone', () => {
  const { terminals, ask } = start()
  const { id, secret } = ask(null)
  terminals.confirm(id, callerAs('admin'))
  expect(terminals.grantOf({ key: null, secret: null })).toBeUndefined()
  expect(terminals.grantOf({ key: null, secret })?.id).toBe(id)
})

test('a code is confirmed once, within two minutes, and a refused one never', () => {
  const { clock, terminals, ask } = start()
  const [used, refused, late] = [ask(), ask(), ask()]
  terminals.confirm(used.id, callerAs('admin'))
  expect(codeOf(() => terminals.confirm(used.id, callerAs('admin')))).toBe('conflict')
  terminals.end(refused.id)
  expect(terminals.stateOf(refused.id)).toBe('refused')
  expect(codeOf(() => terminals.confirm(refused.id, callerAs('admin')))).toBe('conflict')
  clock.time += 2 * minute
  expect(codeOf(() => terminals.confirm(late.id, callerAs('admin')))).toBe('not-found')
})

test('what a terminal may is taken back at once', () => {
  const { terminals, ask } = start()
  const { id, secret } = ask()
  terminals.confirm(id, callerAs('admin'))
  terminals.end(id)
  expect(terminals.grantOf({ key: 'tty 1', secret })).toBeUndefined()
  expect(terminals.list()).toEqual([])
})

test('no more than five wait at a time', () => {
  const { clock, ask } = start()
  for (let i = 0; i < 5; i++) ask()
  expect(codeOf(ask)).toBe('too-many')
  clock.time += 2 * minute
  expect(codeOf(ask)).toBeUndefined()
})

test('nothing that is listed opens anything', () => {
  const { terminals, ask } = start()
  const { secret } = ask('tty 9')
  const listed = JSON.stringify(terminals.list())
  expect(listed).not.toContain(secret.split('.')[1]!)
  expect(listed).not.toContain('tty 9')
})

test('an agent that asks again and again is one entry with a count, for a day', () => {
  const { clock, terminals } = start()
  for (let i = 0; i < 3; i++) terminals.noteAgent('Codex’s shell in /boat', 'asked for a sign-in link')
  terminals.noteAgent('Claude Code’s shell in /boat', 'asked to act')
  expect(terminals.refusedAgents().map(({ name, times }) => [name, times])).toEqual([
    ['Claude Code’s shell in /boat', 1],
    ['Codex’s shell in /boat', 3],
  ])
  clock.time += 24 * 60 * minute
  expect(terminals.refusedAgents()).toEqual([])
})
