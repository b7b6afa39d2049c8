import type { ListedProcess } from '../../../src/health/agent-processes.ts'

/** By what processes can be put in order, and in which direction that goes. */
export const orders = {
  name: 'ascending',
  session: 'ascending',
  cpu: 'descending',
  memory: 'descending',
  start: 'ascending',
} as const

export type Order = keyof typeof orders

/** The processes in an order; what is unknown comes last, and equal ones stand by their pid. */
export function inOrder(processes: readonly ListedProcess[], order: Order): ListedProcess[] {
  const byPid = (a: ListedProcess, b: ListedProcess) => a.pid - b.pid
  const byText = (of: (one: ListedProcess) => string | null) => (a: ListedProcess, b: ListedProcess) => {
    const [first, second] = [of(a), of(b)]
    if (first === null || second === null) return Number(first === null) - Number(second === null) || byPid(a, b)
    return first.localeCompare(second) || byPid(a, b)
  }
  const byNumber = (of: (one: ListedProcess) => number | null) => (a: ListedProcess, b: ListedProcess) =>
    (of(b) ?? Number.NEGATIVE_INFINITY) - (of(a) ?? Number.NEGATIVE_INFINITY) || byPid(a, b)
  const rules = {
    name: byText(({ name }) => name),
    session: byText(({ session }) => session && (session.title ?? session.id)),
    cpu: byNumber(({ cpuPercent }) => cpuPercent),
    memory: byNumber(({ rssBytes }) => rssBytes),
    // Whatever began last runs the shortest.
    start: byNumber(({ startedAt }) => startedAt),
  } satisfies Record<Order, (a: ListedProcess, b: ListedProcess) => number>
  return processes.toSorted(rules[order])
}
