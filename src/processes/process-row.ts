/**
 * A process for certain. The system hands a pid that has become free to the next process, so a pid alone says nothing
 * about a process that was seen earlier. `startTime` is a number of this system (Linux: ticks since boot; elsewhere:
 * milliseconds since 1970, in whole seconds) and is only ever compared.
 */
export type ProcessIdentity = { pid: number; startTime: number }

/** One row of the system's process table. `sessionId` is null where the system does not tell it. */
export type ProcessRow = ProcessIdentity & {
  parentPid: number
  groupId: number
  sessionId: number | null
  /** A zombie, or a process that is just going away: it runs no more and cannot be signalled. */
  dead: boolean
  /** It was stopped and has come to a halt: it starts nothing until it is continued. */
  halted: boolean
}

/** Reads `/proc/PID/stat`; undefined for a text that is torn. The name in brackets may hold anything, brackets too. */
export function parseStat(text: string): ProcessRow | undefined {
  const closes = text.lastIndexOf(')')
  if (closes === -1) return undefined
  const fields = text.slice(closes + 2).split(' ', 20)
  const row = {
    pid: Number.parseInt(text, 10),
    startTime: Number(fields[19]),
    parentPid: Number(fields[1]),
    groupId: Number(fields[2]),
    sessionId: Number(fields[3]),
    dead: isDeadState(fields[0]),
    halted: isHaltedState(fields[0]),
  }
  const sum = row.pid + row.startTime + row.parentPid + row.groupId + row.sessionId
  return Number.isNaN(sum) ? undefined : row
}

/** Reads one line of `ps -o pid=,ppid=,pgid=,stat=,lstart=` in the C locale; undefined for a line that is torn. */
export function parsePs(line: string): ProcessRow | undefined {
  const [, pid, parentPid, groupId, state, started] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? []
  const startTime = Date.parse(started ?? '')
  if (Number.isNaN(startTime)) return undefined
  return {
    pid: Number(pid),
    startTime,
    parentPid: Number(parentPid),
    groupId: Number(groupId),
    sessionId: null,
    dead: isDeadState(state),
    halted: isHaltedState(state),
  }
}

const isHaltedState = (state: string | undefined) => /^[Tt]/.test(state ?? '')

const isDeadState = (state: string | undefined) => /^[ZXx]/.test(state ?? '')

export const isSameProcess = (one: ProcessIdentity, other: ProcessIdentity) =>
  one.pid === other.pid && one.startTime === other.startTime

/** From where a tree is looked at. */
type TreeView = {
  /** Our own process, which is never part of a tree. */
  ownPid: number
  /** Whether we started the root and it may have ended since. */
  ours: boolean
  /** What an earlier look has found in this tree: it belongs to it even when its parent has ended since. */
  known?: Iterable<ProcessIdentity>
}

/**
 * A process and everything below it, parents before children: `root`, the members of the session or process group that
 * it leads (they stay in it when their parent ends), what is `known`, and the children of all of these and theirs.
 * Dead processes are left out. So are we, and with us what we started, unless the root is one of those.
 */
export function treeOf(
  rows: ProcessRow[],
  root: ProcessIdentity,
  { ownPid, ours, known = [] }: TreeView,
): ProcessRow[] {
  const byPid = new Map(rows.map((row) => [row.pid, row]))
  const childrenOf = Map.groupBy(rows, ({ parentPid }) => parentPid)
  const rowsOf = (identity: ProcessIdentity) => {
    const row = byPid.get(identity.pid)
    return row && isSameProcess(row, identity) ? [row] : []
  }
  const withAllBelow = (heads: ProcessRow[]) => {
    const found = new Set(heads)
    // A child is never older than its parent; a row that says so was read after the pid had changed hands.
    for (const parent of found)
      for (const child of childrenOf.get(parent.pid) ?? []) if (child.startTime >= parent.startTime) found.add(child)
    return found
  }
  // The system does not hand out a pid again while it names a session or a group, so both ended with that pid.
  const isRecycled = byPid.has(root.pid) && rowsOf(root).length === 0
  const led = rows.filter(
    ({ sessionId, groupId, startTime }) =>
      !isRecycled && startTime >= root.startTime && (sessionId === root.pid || groupId === root.pid),
  )

  const self = rows.filter(({ pid }) => pid === ownPid)
  const belowUs = withAllBelow(self)
  const spared = ours || rowsOf(root).some((row) => row.pid !== ownPid && belowUs.has(row)) ? new Set(self) : belowUs
  const found = withAllBelow([...rowsOf(root), ...led, ...[...known].flatMap(rowsOf)])
  return [...found].filter((row) => row.pid > 1 && !row.dead && !spared.has(row))
}
