import { treaty } from '@elysiajs/eden'
import type { Api } from '../../src/app/features.ts'
import type { Confirmation } from '../../src/audit/action-gate.ts'
import { storage } from '../platform/storage.ts'
import { Problem } from './problem.ts'

/** The server, typed from its own routes: the only way out of this page. */
const keyName = 'wheelhouse.key'

/** The half of a sign-in that scripts keep; the other is a cookie they cannot read. */
export const signInKey = {
  read: () => storage.read(keyName) ?? undefined,
  write: (key: string) => storage.write(keyName, key),
  remove: () => storage.remove(keyName),
}

export const { api } = treaty<Api>(location.origin, {
  fetch: { credentials: 'same-origin' },
  headers: () => {
    const key = signInKey.read()
    return key === undefined ? undefined : { 'x-wheelhouse-key': key }
  },
  parseDate: false,
})

type Answer<Data> = {
  data: Data | null
  error: { status: unknown; value: unknown } | null
  response: Response | undefined
}

/** The data of an answer; throws a Problem with the server's sentence, or one for a server that is not there. */
export async function ask<Data>(answering: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  return (await askAt(answering)).data
}

/** The same, with the position the answer was given at, to subscribe from. */
export async function askAt<Data>(
  answering: Promise<Answer<Data>>,
): Promise<{ data: NonNullable<Data>; epoch: string; seq: number }> {
  const { data, error, response } = await answering
  if (error) {
    const value = (typeof error.value === 'object' && error.value !== null ? error.value : {}) as {
      code?: string
      detail?: string
      confirm?: Confirmation
    }
    if (response && !value.detail)
      throw new Problem(Number(error.status), '', `Wheelhouse answered with an error (${error.status}).`, undefined)
    if (!value.detail)
      throw new Problem(
        0,
        'unreachable',
        'Wheelhouse does not answer. It may have been stopped; this page goes on by itself when it is back.',
        undefined,
      )
    throw new Problem(Number(error.status), value.code ?? '', value.detail, value.confirm)
  }
  const [epoch = '', seq = '0'] = (response?.headers.get('wheelhouse-seq') ?? '').split(':')
  return { data: data as NonNullable<Data>, epoch, seq: Number(seq) }
}

/** A key that stopped working makes us nobody; without it we are who we would be. True when that is worth a try. */
export function forgetStaleKey(error: unknown): boolean {
  if (!(error instanceof Problem) || error.status !== 401 || signInKey.read() === undefined) return false
  signInKey.remove()
  return true
}
