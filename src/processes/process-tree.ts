import type { OrphanGuard } from './orphan-guard.ts'
import { isSameProcess, type ProcessIdentity, treeOf } from './process-row.ts'
import type { ProcessTable } from './process-table.ts'

export type StopOptions = {
  /** How long a process may take to end by itself, in milliseconds. */
  graceMs?: number
  /** What it is asked to end with; without a word, what it was registered with. */
  signal?: EndSignal
}

/** What asks a process to end. In a terminal it is SIGHUP: an interactive shell ignores SIGTERM. */
type EndSignal = 'SIGTERM' | 'SIGHUP'

/**
 * How stopping went. `not-there`: there was no such process, or its pid belongs to another one by now, and nothing was
 * done. `ended`: all of the tree ended by itself. `killed`: some of it needed SIGKILL. `remains`: some of it could not
 * be ended; it belongs to another user, or waits in the kernel.
 */
export type StopOutcome = {
  outcome: 'not-there' | 'ended' | 'killed' | 'remains'
  /** What could not be ended; empty but for `remains`. */
  remaining: ProcessIdentity[]
}

const defaultGraceMs = 5_000
/** How long SIGKILL may take until a process counts as one that cannot be ended. */
const killPatienceMs = 2_000
/** How long a stopped process may take to halt; one that waits in the kernel takes for ever. */
const haltPatienceMs = 500
const longestPauseMs = 100
/** A program that starts others faster than we look is held still as far as it goes, and looked at again soon. */
const maxLooks = 20

/** A process that we started. `unending` comes when it was to be ended and could not be, with what is still there. */
export type Started = { identity: ProcessIdentity; unending: Promise<ProcessIdentity[]> }

export type ProcessTrees = ReturnType<typeof createProcessTrees>

/**
 * Ends processes together with everything below them, and knows which of those we started are alive. Every signal goes
 * to a pid whose start time was compared just before, so a pid that changed hands meanwhile is not hit (on Linux
 * microseconds lie between the two, elsewhere the milliseconds that `ps` takes).
 *
 * Not found are: a process with a session of its own whose parent ended before anybody looked at the tree (or, in a tree
 * that we did not start, in the moment between the look and the signal), and one that became a daemon on purpose, by two
 * forks and a session of its own.
 */
export function createProcessTrees({ table, guard }: { table: ProcessTable; guard?: OrphanGuard }) {
  const started = new Map<number, Started & { signal: EndSignal; couldNotEnd(remaining: ProcessIdentity[]): void }>()
  let stopping = false
  const registered = (root: ProcessIdentity) => {
    const entry = started.get(root.pid)
    return entry && isSameProcess(entry.identity, root) ? entry : undefined
  }

  /**
   * Registers a process that we have just started and that leads a session of its own. Call it in the same turn of the
   * loop as the start: until then even a process that has ended already keeps its pid.
   */
  function add(pid: number, signal: EndSignal = 'SIGTERM'): Started {
    const identity = { pid, startTime: table.one(pid)?.startTime ?? 0 }
    const { promise: unending, resolve: couldNotEnd } = Promise.withResolvers<ProcessIdentity[]>()
    started.set(pid, { identity, unending, signal, couldNotEnd })
    guard?.add(identity)
    return { identity, unending }
  }

  function remove(root: ProcessIdentity) {
    if (!registered(root)) return
    started.delete(root.pid)
    guard?.remove(root)
  }

  /** What is seen of one tree while it is being stopped. */
  function watch(root: ProcessIdentity, ours: boolean) {
    const seen = new Map<string, ProcessIdentity>()

    function isThere(identity: ProcessIdentity) {
      const row = table.one(identity.pid)
      return row !== undefined && !row.dead && isSameProcess(row, identity)
    }

    function send(identities: Iterable<ProcessIdentity>, ...signals: NodeJS.Signals[]) {
      for (const identity of identities)
        for (const signal of signals) if (isThere(identity)) signalTo(identity.pid, signal)
    }

    /** Looks at every process of the system: who is in the tree now, and who of them was not seen before. */
    function look() {
      const present = treeOf(table.all(), root, { ownPid: process.pid, ours, known: seen.values() })
      const fresh = present.filter(({ pid, startTime }) => !seen.has(`${pid} ${startTime}`))
      for (const { pid, startTime } of fresh) seen.set(`${pid} ${startTime}`, { pid, startTime })
      return { present, fresh }
    }

    /**
     * Stops whoever was seen, until a look finds nobody new: what is stopped starts nothing. A process that is just
     * starting another finishes that before it halts, so the look comes after they have all halted.
     */
    async function holdStill() {
      let fresh: Iterable<ProcessIdentity> | undefined = [...seen.values()]
      for (let looks = 0; fresh && looks < maxLooks; looks++) {
        send(fresh, 'SIGSTOP')
        await halted([...fresh])
        const found = look().fresh
        fresh = found.length > 0 ? found : undefined
      }
    }

    async function halted(identities: ProcessIdentity[]) {
      const isMoving = (identity: ProcessIdentity) => isThere(identity) && table.one(identity.pid)?.halted === false
      const endsAt = performance.now() + haltPatienceMs
      while (identities.some(isMoving) && performance.now() < endsAt) await Bun.sleep(1)
    }

    return { seen: () => [...seen.values()], isThere, send, look, holdStill }
  }

  /** Ends a process and everything below it, whether we started it or not. Never throws. */
  async function stopTree(
    root: ProcessIdentity,
    { graceMs = defaultGraceMs, signal = registered(root)?.signal ?? 'SIGTERM' }: StopOptions = {},
  ): Promise<StopOutcome> {
    const ours = registered(root) !== undefined
    const tree = watch(root, ours)
    const end = (outcome: StopOutcome['outcome']): StopOutcome => {
      remove(root)
      return { outcome, remaining: [] }
    }

    // A session whose leader we did not start, and which has ended, may be anybody's by now.
    if (!ours && !tree.isThere(root)) return end('not-there')
    if (tree.look().present.length === 0) return end('not-there')
    // In a terminal that is not ours, a shell would take a stopped program for one that was put into the background.
    if (ours) await tree.holdStill()
    tree.send(tree.seen(), signal, 'SIGCONT')
    for await (const _ of pauses(graceMs)) {
      if (tree.seen().some(tree.isThere)) continue
      const { fresh } = tree.look()
      if (fresh.length === 0) return end('ended')
      tree.send(fresh, signal, 'SIGCONT')
    }
    if (tree.look().present.length === 0) return end('ended')
    for await (const _ of pauses(killPatienceMs)) {
      await tree.holdStill()
      const { present } = tree.look()
      if (present.length === 0) return end('killed')
      tree.send(present, 'SIGKILL')
    }
    const remaining = tree.look().present.map(({ pid, startTime }) => ({ pid, startTime }))
    if (remaining.length === 0) return end('killed')
    registered(root)?.couldNotEnd(remaining)
    return { outcome: 'remains', remaining }
  }

  return {
    add,
    stopTree,

    /**
     * Tells that a registered process has ended, and ends what it left behind in its session. `thorough` looks at every
     * process of the system; without it only its process group is asked for, which costs next to nothing and misses
     * jobs of an interactive shell.
     */
    async finish(
      root: ProcessIdentity,
      { thorough, ...how }: StopOptions & { thorough: boolean },
    ): Promise<StopOutcome> {
      if (thorough || groupExists(root.pid)) return stopTree(root, how)
      remove(root)
      return { outcome: 'not-there', remaining: [] }
    },

    /** What we started and what has not ended. */
    live: () => [...started.values()].map(({ identity }) => identity),

    /** Whether `stopAll` was called: nothing may be started from then on. */
    isStopping: () => stopping,

    /** Ends everything that we started, and the guard. */
    async stopAll(how: StopOptions = {}): Promise<StopOutcome[]> {
      stopping = true
      const outcomes = await Promise.all([...started.values()].map(({ identity }) => stopTree(identity, how)))
      await guard?.stop()
      return outcomes
    },
  }
}

function signalTo(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // It has just ended, or belongs to another user; the next look at the table tells which.
  }
}

function groupExists(groupId: number) {
  try {
    process.kill(-groupId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Comes back again and again within `totalMs`, soon at first and then less often. */
async function* pauses(totalMs: number) {
  const endsAt = performance.now() + totalMs
  for (let pauseMs = 5; performance.now() < endsAt; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    yield
    await Bun.sleep(Math.max(0, Math.min(pauseMs, endsAt - performance.now())))
  }
}
