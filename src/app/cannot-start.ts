import { reasonOf } from '../lib/reason-of.ts'
import { openStore, StoreTooNew } from '../store/store.ts'

/** A start that is impossible: one sentence that says why and what to do. Nothing was changed. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** Opens wheelhouse.sqlite. Throws CannotStart, or StoreTooNew for a file of a newer version. */
export function openWheelhouseStore(path: string) {
  try {
    return openStore('wheelhouse', path)
  } catch (error) {
    if (error instanceof StoreTooNew) throw error
    throw new CannotStart(
      `${path}, which holds tokens and the record of what was done, cannot be opened: ${reasonOf(error)}. Restore it from a backup, or move it away to begin a new one.`,
    )
  }
}

/** Throws CannotStart for a port that cannot be listened on, before anything is made for it. */
export function checkPort({ host, port }: { host: string; port: number }) {
  try {
    Bun.listen({ hostname: host, port, socket: { data() {} } }).stop(true)
  } catch (error) {
    throw cannotServe(host, port, error)
  }
}

/** What listening on a port failed with, as a sentence. */
export function cannotServe(host: string, port: number, error: unknown): CannotStart {
  const { code, message } = error as { code?: string; message: string }
  switch (code) {
    case 'EADDRINUSE':
      return new CannotStart(
        `Port ${port} on ${host} is in use. Choose another with --port, or --port 0 for any free one.`,
      )
    case 'EACCES':
      return new CannotStart(`Port ${port} needs more rights than this user has. Choose one above 1023 with --port.`)
    case 'EADDRNOTAVAIL':
      return new CannotStart(`${host} is not an address of this machine. Choose another with --host.`)
    default:
      return new CannotStart(`Wheelhouse cannot listen on ${host}:${port}: ${message}`)
  }
}
