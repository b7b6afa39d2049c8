import { networkInterfaces } from 'node:os'
import { isLoopback, plainAddress } from '../auth/address.ts'
import type { Caller, Peer } from '../auth/caller.ts'
import { Refusal } from '../lib/refusal.ts'

/**
 * Throws a Refusal `forbidden` where a caller may not decide for an agent. What an agent's shell can read must not be
 * enough: a token lies on a disk, so that it decides from other machines alone. A page that was signed in by a link, and
 * a terminal whose code a person compared, decide from here.
 */
export function checkDecider(
  { byLink, id }: Pick<Caller, 'byLink' | 'id'>,
  peer: Peer | undefined,
  own: () => string[] = ownAddresses,
) {
  if (byLink || id.startsWith('terminal:')) return
  const isRemote =
    peer !== undefined &&
    peer !== 'socket-file' &&
    !isLoopback(peer.address) &&
    !own().includes(plainAddress(peer.address) ?? '')
  if (isRemote && (id.startsWith('token:') || id.startsWith('sign-in:'))) return
  throw new Refusal(
    'forbidden',
    'A token on this machine cannot decide for an agent, which could read it too. Sign in with a link: run `wheelhouse open`.',
  )
}

/** The addresses of this machine, in their canonical form. */
const ownAddresses = () =>
  Object.values(networkInterfaces())
    .flat()
    .flatMap((one) => (one ? (plainAddress(one.address) ?? []) : []))
