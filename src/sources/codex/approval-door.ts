import { realpathSync } from 'node:fs'
import type { ApprovalDoor, ApprovalEnding, ApprovalStatement } from '../../facts/approval.ts'
import type { FileChange } from '../../facts/tool-action.ts'
import { Refusal } from '../../lib/refusal.ts'
import { path, record } from '../common/parse-values.ts'
import { changesIn, type DaemonRequest, daemonRequestOf } from './approval-requests.ts'
import { daemonSocketOf, isOwnSocket, listenToDaemon, type ThreadStatus } from './daemon.ts'
import { type DaemonConnection, openDaemon } from './daemon-connection.ts'

/** A daemon is looked for this often; one that does not answer well rests longer each time. */
const lookMs = 1_000
const maxRestMs = 30_000
/** How long the daemon may take to say that an answer was taken, and what the runtime does then to show whose it was. */
const takenMs = 5_000
const shownMs = 1_500

/** A thread that waits, over a connection of its own: the daemon hands its requests only to who has joined the thread. */
type Joined = {
  connection: DaemonConnection
  folder: string | null
  /** The requests of this thread by the daemon's number. */
  asked: Map<number | string, DaemonRequest>
  /** The numbers that the daemon has named. */
  heard: Set<number | string>
}

type Answering = {
  requestId: number | string
  itemId: unknown
  resolved: (how: 'resolved' | 'lost') => void
  /** How its item ended, as far as that is said. */
  item: { isDeclined: boolean } | undefined
}

/**
 * The approvals and questions of Codex through the daemon of one home. It watches which threads wait, and joins only
 * those; the prompt in the terminal stays, and the first answer counts.
 */
export function createDaemonDoor(home: string, now: () => number = Date.now): ApprovalDoor {
  const joined = new Map<string, Joined>()
  /** Changes of files by their item, as they are announced before somebody is asked for them. */
  const announced = new Map<string, FileChange[]>()
  const answering = new Map<string, Answering>()
  let state: ((statement: ApprovalStatement) => void) | undefined
  let watching: { close(): void } | undefined
  let looking: Timer | undefined
  let restMs = lookMs
  let socketPath = ''

  const say = (ended: ApprovalEnding[] = []) =>
    state?.({
      source: `daemon ${home}`,
      contact: watching !== undefined,
      requests: [...joined.values()]
        .flatMap(({ asked }) => [...asked.values()].map(({ request }) => request))
        .filter(({ id }) => !answering.has(id)),
      ended,
    })

  function look() {
    if (!state) return
    const place = daemonSocketOf(home)
    if (!isOwnSocket(place)) return later(lookMs)
    socketPath = realpathSync(place)
    const since = now()
    watching = listenToDaemon(socketPath, {
      onStatus: note,
      onClosed() {
        watching = undefined
        for (const thread of [...joined.keys()]) leave(thread)
        say()
        restMs = now() - since > maxRestMs ? lookMs : Math.min(restMs * 2, maxRestMs)
        later(restMs)
      },
    })
    say()
  }

  function later(ms: number) {
    clearTimeout(looking)
    if (state) looking = setTimeout(look, ms)
  }

  function note(thread: string, status: ThreadStatus) {
    if (status === 'waiting-for-approval' || status === 'waiting-for-input') return void join(thread)
    const one = joined.get(thread)
    if (!one || [...one.asked.values()].some(({ request }) => answering.has(request.id))) return
    const ended = [...one.asked.values()].map(({ request }) => elsewhere(request.id))
    leave(thread)
    say(ended)
  }

  async function join(thread: string) {
    if (joined.has(thread)) return
    const one: Joined = {
      folder: null,
      asked: new Map(),
      heard: new Set(),
      connection: openDaemon(socketPath, {
        request: (id, method, params) => void hear(one, id, method, params),
        notification: (method, params) => follow(one, method, params),
        closed() {
          if (joined.get(thread) !== one) return
          leave(thread)
          say()
        },
      }),
    }
    joined.set(thread, one)
    const answer = await one.connection.call('thread/resume', { threadId: thread, excludeTurns: true })
    if (joined.get(thread) !== one) return
    const about = record(answer?.thread)
    // What Codex does for itself, such as a title, asks nobody.
    if (!answer || about?.ephemeral === true) return leave(thread)
    one.folder = path(about?.cwd)
  }

  async function hear(one: Joined, id: number | string, method: string, params: Record<string, unknown>) {
    // Joining a thread delivers again what waits there.
    if (one.heard.has(id)) return
    one.heard.add(id)
    const isPatch = method === 'item/fileChange/requestApproval'
    const changes = isPatch ? await changesOf(one, params) : []
    const request = daemonRequestOf({ id, method, params }, { folder: one.folder, changes, now: now() })
    if (!request || !joined.has(String(params.threadId))) return
    one.asked.set(id, request)
    say()
  }

  /** What a patch would change: announced before, else in the turn that goes on, which only who joins a thread is told. */
  async function changesOf({ connection }: Joined, { threadId, itemId }: Record<string, unknown>) {
    const known = announced.get(String(itemId))
    if (known) return known
    const answer = await connection.call('thread/resume', { threadId })
    const turns = record(answer?.thread)?.turns
    const items = (Array.isArray(turns) ? turns : []).flatMap((turn) => {
      const { items } = record(turn) ?? {}
      return Array.isArray(items) ? items.flatMap((item) => record(item) ?? []) : []
    }) as Record<string, unknown>[]
    return changesIn(items.find((item) => item.id === itemId) ?? {})
  }

  function follow(one: Joined, method: string, params: Record<string, unknown>) {
    if (method === 'serverRequest/resolved') {
      const request = one.asked.get(params.requestId as number | string)?.request
      if (!request) return
      const mine = answering.get(request.id)
      if (mine) return mine.resolved('resolved')
      one.asked.delete(params.requestId as number | string)
      return say([elsewhere(request.id)])
    }
    const item = record(params.item)
    if (!item) return
    if (method === 'item/started' && item.type === 'fileChange') {
      announced.set(String(item.id), changesIn(item))
      if (announced.size > 100) announced.delete(announced.keys().next().value!)
    }
    if (method === 'item/completed')
      for (const mine of answering.values())
        if (mine.itemId === item.id) mine.item = { isDeclined: item.status === 'declined' }
  }

  function leave(thread: string) {
    const one = joined.get(thread)
    if (!one) return
    joined.delete(thread)
    for (const { request } of one.asked.values()) answering.get(request.id)?.resolved('lost')
    one.connection.close()
  }

  const elsewhere = (id: string): ApprovalEnding => ({ id, how: 'elsewhere', decision: null, by: null })

  return {
    open(to) {
      state = to
      look()
    },

    async answer(id, answer) {
      const found = [...joined.values()].flatMap((one) =>
        [...one.asked].flatMap(([requestId, asked]) => (asked.request.id === id ? [{ one, requestId, asked }] : [])),
      )[0]
      if (!found) throw new Refusal('conflict', 'Codex does not wait for this any more.')
      if (answering.has(id)) throw new Refusal('conflict', 'An answer to this is on its way already.')
      const { one, requestId, asked } = found
      const result = asked.request.isCut && answer.decision !== 'deny' ? undefined : asked.resultOf(answer)
      if (!result) throw new Refusal('conflict', 'Codex does not take this answer from here.')
      const heard = Promise.withResolvers<'resolved' | 'lost' | 'late'>()
      const mine: Answering = {
        requestId,
        itemId: (JSON.parse(asked.request.input ?? '{}') as Record<string, unknown>).itemId,
        resolved: heard.resolve,
        item: undefined,
      }
      answering.set(id, mine)
      const late = setTimeout(() => heard.resolve('late'), takenMs)
      try {
        if (!one.connection.respond(requestId, result)) throw new Refusal('unavailable', 'Codex is not there any more.')
        if ((await heard.promise) !== 'resolved')
          throw new Refusal(
            'unavailable',
            `It is not known whether Codex took the answer. Look at ${asked.request.place}.`,
          )
        one.asked.delete(requestId)
        // A second answer is ignored without a word: what becomes of the call says whose was taken.
        if (asked.request.kind !== 'question') {
          const giveUp = now() + shownMs
          while (!mine.item && answer.decision === 'deny' && now() < giveUp) await Bun.sleep(20)
          const isDeclined = mine.item?.isDeclined
          if (isDeclined !== undefined && isDeclined !== (answer.decision === 'deny'))
            throw new Refusal('conflict', 'Somebody answered it in the terminal first.')
        }
      } finally {
        clearTimeout(late)
        answering.delete(id)
        say()
      }
    },

    close() {
      state = undefined
      clearTimeout(looking)
      for (const thread of [...joined.keys()]) leave(thread)
      const watched = watching
      watching = undefined
      watched?.close()
      announced.clear()
    },
  }
}
