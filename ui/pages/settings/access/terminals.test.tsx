import { expect, test } from 'bun:test'
import type { Terminal } from '../../../../src/auth/terminals.ts'
import { find, textsOf } from '../../../testing/dom.ts'
import { createFakeServer } from '../../../testing/fake-server.ts'
import { showOnPage } from '../../../testing/page.tsx'
import { Terminals } from './terminals.tsx'

const server = createFakeServer()

const terminal = (rest: Partial<Terminal> = {}): Terminal => ({
  id: 'abcdefghijkl',
  code: 'K7QD-3MXP',
  command: 'wheelhouse token create',
  folder: '/home/ann',
  askedAt: Date.now(),
  state: 'waiting',
  until: Date.now() + 120_000,
  confirmedBy: null,
  ...rest,
})

const list = '/api/auth/terminals'

async function open(items: Terminal[], agents: object[] = []) {
  showOnPage(() => <Terminals />)
  await server.settled()
  await server.last(list).answer({ items, agents })
}
const buttons = () => textsOf('.terminals button')

test('nothing is shown where no terminal asks', async () => {
  await open([])
  expect(document.querySelector('.terminals')).toBeNull()
})

test('the code stands beside what it is for, and is confirmed or refused', async () => {
  await open([terminal()])
  expect(textsOf('.terminals .code')).toEqual(['K7QD-3MXP'])
  expect(textsOf('.terminals .what')).toEqual(['wheelhouse token create in /home/ann'])
  expect(buttons()).toEqual(['The code is the same', 'Refuse'])

  find('.terminals [data-kind="primary"]').click()
  await server.settled()
  await server.last(`${list}/abcdefghijkl/confirm`).answer({})
  await server.last(list).answer({ items: [terminal({ state: 'confirmed', until: Date.now() + 840_000 })], agents: [] })
  expect(buttons()).toEqual(['Take it back'])
  expect(textsOf('.terminals > li > .quiet')).toEqual([expect.stringMatching(/^may act for 1[45] min$/)])
})

test('why it could not be confirmed is said', async () => {
  await open([terminal()])
  find('.terminals [data-kind="primary"]').click()
  await server.settled()
  await server.last(`${list}/abcdefghijkl/confirm`).refuse(404, 'This code is older than two minutes.')
  await server.last(list).answer({ items: [], agents: [] })
  expect(textsOf('[role="alert"]')).toEqual(['This code is older than two minutes.'])
})

test('an agent that asked for rights stands there with how often', async () => {
  const agent = { id: 'a', name: 'Codex’s shell in /srv', wanted: 'asked for a sign-in link', at: Date.now(), times: 3 }
  await open([], [agent])
  expect(textsOf('.terminals .what')).toEqual(['Codex’s shell in /srv asked for a sign-in link and was refused'])
  expect(textsOf('.terminals > li > .quiet')).toEqual(['3 times, just now'])
  expect(buttons()).toEqual([])
})
