import type { Confirmation } from '../../src/audit/action-gate.ts'

/** A request that failed, with the server's sentence; `status` is 0 where nobody answered. */
export class Problem extends Error {
  override name = 'Problem'
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly confirm?: Confirmation,
  ) {
    super(detail)
  }
}

/** True where nobody answered or the server is stopping: the same request may succeed in a moment. */
export const isUnavailable = ({ code, status }: Problem) => code === 'unreachable' || status === 503
