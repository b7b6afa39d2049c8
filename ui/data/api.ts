import type { Treaty } from '@elysiajs/eden'
import type { Api } from '../../src/app/features.ts'
import type { Confirmation } from '../../src/audit/action-gate.ts'
import { storage } from '../platform/storage.ts'
import { createClient } from './client.ts'
import { Problem } from './problem.ts'

const keyName = 'wheelhouse.key'

/** The half of a sign-in that scripts have; the other half is a cookie that they cannot read. */
export const signInKey = {
  read: () => storage.read(keyName) ?? undefined,
  write: (key: string) => storage.write(keyName, key),
  remove: () => storage.remove(keyName),
}

/** What every request carries. */
export const keyHeaders = (): Record<string, string> => {
  const key = signInKey.read()
  return key === undefined ? {} : { 'x-wheelhouse-key': key }
}

/** The server, typed from its own routes: the only way out of this page. */
export const { api } = createClient(location.origin, keyHeaders) as Treaty.Create<Api>

type Answer<Data> = {
  data: Data | null
  error: { status: unknown; value: unknown } | null
  response: Response | undefined
}

/** The data of an answer; throws a Problem with the server's sentence, or one for a server that is not there. */
export async function ask<Data>(answering: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  return (await askAt(answering)).data
}

/** The same, with the position in the feed at which it was given, to subscribe from there. */
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

/** Forgets a key that the server no longer takes. True where the request may succeed without it. */
export function forgetStaleKey(error: unknown): boolean {
  if (!(error instanceof Problem) || error.status !== 401 || signInKey.read() === undefined) return false
  signInKey.remove()
  return true
}
