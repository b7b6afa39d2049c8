import { createSignal } from 'solid-js'

/** Whom a person wants to stop, archive or delete, wherever on a page they said so. */
export type StopRequest =
  | { kind: 'stop'; target: { sessions: string[] } | { agent: string } | { tree: string } | { all: true } }
  | { kind: 'archive' | 'delete'; sessions: string[]; done?: () => void }

const [request, setRequest] = createSignal<StopRequest>()

export const stopRequests = {
  /** What is asked for, which the shell carries out. */
  current: request,
  begin: (one: StopRequest) => setRequest(one),
  end: () => setRequest(undefined),
}
