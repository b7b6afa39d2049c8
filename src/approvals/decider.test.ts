import { expect, test } from 'bun:test'
import type { Caller, Peer } from '../auth/caller.ts'
import { checkDecider } from './decider.ts'

const own = () => ['192.168.1.5']
const may = (caller: Pick<Caller, 'id' | 'byLink'>, peer: Peer | undefined) => {
  try {
    checkDecider(caller, peer, own)
    return true
  } catch {
    return false
  }
}
const from = (address: string): Peer => ({ address, port: 1 })

test.each([
  ['a page that was signed in by a link', { id: 'sign-in:a', byLink: true }, from('127.0.0.1'), true],
  ['a terminal whose code was compared', { id: 'terminal:a' }, 'socket-file', true],
  ['a token on this machine', { id: 'token:a' }, from('127.0.0.1'), false],
  ['a token over the address of this machine', { id: 'token:a' }, from('192.168.1.5'), false],
  ['the same in the clothes of IPv6', { id: 'token:a' }, from('::ffff:192.168.1.5'), false],
  ['a page that was signed in with a token here', { id: 'sign-in:a' }, from('::1'), false],
  ['a token on a phone', { id: 'token:a' }, from('192.168.1.77'), true],
  ['a page on a phone that was signed in with a token', { id: 'sign-in:a' }, from('192.168.1.77'), true],
  ['the command line', { id: 'socket' }, 'socket-file', false],
  ['the same user without a credential', { id: 'same-user' }, from('127.0.0.1'), false],
  ['the shell of an agent', { id: 'agent' }, 'socket-file', false],
  ['a token from nowhere', { id: 'token:a' }, undefined, false],
] as const)('%s decides: %j', (_, caller, peer, expected) => {
  expect(may(caller, peer)).toBe(expected)
})
