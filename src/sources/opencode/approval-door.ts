import type {
  ApprovalDoor,
  ApprovalEnding,
  ApprovalRequest,
  ApprovalStatement,
  Decision,
} from '../../facts/approval.ts'
import type { Finding } from '../../facts/source.ts'
import { createLineReader } from '../../lib/line-socket.ts'
import { Refusal } from '../../lib/refusal.ts'
import { meaning, path, record } from '../common/parse-values.ts'
import { permissionIn, questionIn, requestIdOf } from './approval-requests.ts'
import { boundedText, call } from './server-client.ts'
import type { OpencodeServer } from './servers.ts'

type Fields = Record<string, unknown>

/** Servers are looked for this often; one that has just begun to listen is left alone until it is ready. */
const lookMs = 3_000
const readyMs = 3_000
/** A server that does not answer well rests this long. */
const restMs = 10_000
/** What a push lost is found in the lists. */
const listMs = 15_000
const callMs = 10_000
const maxEvent = 8 << 20
const maxFolders = 50

type Kind = 'permission' | 'question'

type Known = {
  request: ApprovalRequest
  kind: Kind
  foreign: string
  /** The folder whose instance asks; null for the one that the server was started in. */
  folder: string | null
  /** How it ended while our own answer was on its way. */
  ending: ApprovalEnding | undefined
  isAnswered: boolean
}

type Followed = {
  server: OpencodeServer
  requests: Map<string, Known>
  folders: Set<string | null>
  contact: boolean
  /** It wants a password, which we do not have. */
  isLocked: boolean
  stop(): void
}

const decisionOf: Record<string, Decision> = { once: 'allow-once', always: 'allow-session', reject: 'deny' }
const replyOf: Record<Decision, string> = {
  'allow-once': 'once',
  'allow-session': 'always',
  'allow-always': 'always',
  deny: 'reject',
}

type Deps = {
  /** The servers that run just now. */
  servers: () => OpencodeServer[]
  now?: () => number
  pace?: { lookMs?: number; readyMs?: number }
}

/**
 * Permissions and questions of opencode where it runs as a server. Its own dialog stays, and the first answer counts.
 * Nothing waits where no server runs: a plain opencode listens on nothing.
 */
export function createOpencodeDoor({ servers, now = Date.now, pace = {} }: Deps): ApprovalDoor {
  const followed = new Map<string, Followed>()
  const seenAt = new Map<string, number>()
  let state: ((statement: ApprovalStatement) => void) | undefined
  let looking: Timer | undefined

  const say = (ended: ApprovalEnding[] = []) =>
    state?.({
      source: 'servers of opencode',
      // Where none runs, nothing waits.
      contact: true,
      requests: [...followed.values()].flatMap(({ requests }) =>
        [...requests.values()].filter(({ isAnswered }) => !isAnswered).map(({ request }) => request),
      ),
      ended,
    })

  function look() {
    const found = new Map(servers().map((server) => [`${server.pid} ${server.startTime} ${server.url}`, server]))
    for (const [name, one] of followed)
      if (!found.has(name)) {
        followed.delete(name)
        one.stop()
        say(
          [...one.requests.values()]
            .filter(({ isAnswered }) => !isAnswered)
            .map(({ request }) => withdrawn(request.id)),
        )
      }
    for (const name of seenAt.keys()) if (!found.has(name)) seenAt.delete(name)
    for (const [name, server] of found) {
      if (!seenAt.has(name)) seenAt.set(name, now())
      if (!followed.has(name) && now() - seenAt.get(name)! >= (pace.readyMs ?? readyMs))
        followed.set(name, follow(server))
    }
  }

  function follow(server: OpencodeServer): Followed {
    const ending = new AbortController()
    const one: Followed = {
      server,
      requests: new Map(),
      folders: new Set([null]),
      contact: false,
      isLocked: false,
      stop: () => ending.abort(),
    }
    void listen(one, ending.signal)
    const listing = setInterval(() => void (one.contact && list(one)), listMs)
    ending.signal.addEventListener('abort', () => clearInterval(listing))
    return one
  }

  /** Hears what the server says for as long as it is there. */
  async function listen(one: Followed, signal: AbortSignal) {
    while (!signal.aborted) {
      try {
        const answer = await fetch(`${one.server.url}/global/event`, { signal })
        one.isLocked = answer.status === 401
        if (answer.ok && answer.body) {
          one.contact = true
          await list(one)
          const read = createLineReader(
            maxEvent,
            (line) => take(one, line),
            () => {
              throw new Error('It says more at once than anybody could.')
            },
          )
          for await (const chunk of answer.body) read(chunk)
        }
      } catch {
        // It is ending, hangs, or is no server of this kind.
      }
      one.contact = false
      if (!signal.aborted) await Bun.sleep(restMs)
    }
  }

  function take(one: Followed, line: string) {
    if (!line.startsWith('data:') || !/"(?:permission|question)\./.test(line)) return
    const said = parsed(line.slice(5))
    const payload = record(said?.payload)
    const about = record(payload?.properties)
    if (!said || !payload || !about) return
    const folder = path(said.directory)
    switch (payload.type) {
      case 'permission.asked':
        return add(one, 'permission', about, folder) && say()
      case 'question.asked':
        return add(one, 'question', about, folder) && say()
      case 'permission.replied':
        return end(one, about, meaning(decisionOf, about.reply) ?? null)
      case 'question.replied':
        return end(one, about, 'allow-once')
      case 'question.rejected':
        return end(one, about, 'deny')
    }
  }

  function add(one: Followed, kind: Kind, asked: Fields, folder: string | null): boolean {
    if (folder !== null && one.folders.size < maxFolders) one.folders.add(folder)
    const place = `the terminal of opencode, process ${one.server.pid}`
    const read = kind === 'permission' ? permissionIn : questionIn
    const request = read(asked, { folder: folder ?? one.server.folder, place, now: now() })
    if (!request || one.requests.has(request.id)) return false
    one.requests.set(request.id, {
      request,
      kind,
      foreign: String(asked.id),
      folder,
      ending: undefined,
      isAnswered: false,
    })
    return true
  }

  function end(one: Followed, about: Fields, decision: Decision | null) {
    const id = requestIdOf(about.requestID)
    const known = id && one.requests.get(id)
    if (!id || !known) return
    const ending: ApprovalEnding = { id, how: 'elsewhere', decision, by: null }
    if (known.isAnswered) known.ending = ending
    else {
      one.requests.delete(id)
      say([ending])
    }
  }

  /** What waits now, in every folder that this server is known to work in. */
  async function list(one: Followed) {
    const there = new Set<string>()
    for (const folder of one.folders)
      for (const kind of ['permission', 'question'] as const) {
        const answer = await call(one.server, `/${kind}`, folder)
        const items = answer?.ok ? parsedList(await boundedText(answer)) : undefined
        if (!items) return
        for (const item of items) {
          const asked = record(item)
          const id = requestIdOf(asked?.id)
          if (!asked || !id) continue
          there.add(id)
          add(one, kind, asked, folder)
        }
      }
    const gone = [...one.requests.values()].filter(({ request, isAnswered }) => !isAnswered && !there.has(request.id))
    // What came while the lists were asked is in none of them.
    const old = gone.filter(({ request }) => now() - request.askedAt > callMs)
    for (const { request } of old) one.requests.delete(request.id)
    say(old.map(({ request }) => withdrawn(request.id)))
  }

  return {
    open(to) {
      state = to
      say()
      look()
      looking = setInterval(look, pace.lookMs ?? lookMs)
    },

    async answer(id, { decision, reason, answers = {} }) {
      const one = [...followed.values()].find(({ requests }) => requests.has(id))
      const known = one?.requests.get(id)
      if (!one || !known) throw new Refusal('conflict', 'opencode does not wait for this any more.')
      const { request, kind, foreign, folder } = known
      if (known.isAnswered) throw new Refusal('conflict', 'An answer to this is on its way already.')
      if (!request.decisions.includes(decision) || (decision !== 'deny' && request.isCut))
        throw new Refusal('conflict', 'opencode does not take this answer from here.')
      known.isAnswered = true
      let isOver = true
      try {
        const verb = kind === 'question' && decision === 'deny' ? 'reject' : 'reply'
        const body =
          kind === 'permission'
            ? {
                reply: replyOf[decision],
                // Without words the turn would end.
                ...(decision === 'deny' && { message: reason ?? 'A person denied this in Wheelhouse.' }),
              }
            : decision === 'deny'
              ? {}
              : { answers: request.questions.map((question) => answers[question.id] ?? []) }
        const answer = await call(one.server, `/${kind}/${foreign}/${verb}`, folder, body)
        if (answer?.ok) return
        if (answer?.status === 404) throw new Refusal('conflict', 'Somebody answered it in opencode first.')
        isOver = false
        throw new Refusal(
          'unavailable',
          answer
            ? `opencode refused the answer (${answer.status}). Answer at ${request.place}.`
            : `It is not known whether opencode took the answer. Look at ${request.place}.`,
        )
      } finally {
        known.isAnswered = false
        if (isOver || known.ending) one.requests.delete(id)
        say(!isOver && known.ending ? [known.ending] : [])
      }
    },

    findings: (): Finding[] => {
      const findings: Finding[] = []
      if (process.platform !== 'linux')
        findings.push({
          level: 'info',
          code: 'approvals-opencode-system',
          message: 'On this system it cannot be seen which opencode listens on a port, so its requests are not shown.',
          fix: 'Answer them in its terminal.',
        })
      for (const { server, isLocked } of followed.values())
        if (isLocked)
          findings.push({
            level: 'warn',
            code: 'approvals-opencode-locked',
            message: `opencode at ${server.url} wants a password (OPENCODE_SERVER_PASSWORD), so its requests are not shown.`,
            fix: 'Answer them in its terminal. Wheelhouse does not take passwords out of other programs.',
          })
      return findings
    },

    close() {
      state = undefined
      clearInterval(looking)
      for (const one of followed.values()) one.stop()
      followed.clear()
      seenAt.clear()
    },
  }
}

const withdrawn = (id: string): ApprovalEnding => ({ id, how: 'withdrawn', decision: null, by: null })

function parsed(said: string): Fields | undefined {
  try {
    return record(JSON.parse(said))
  } catch {
    return undefined
  }
}

function parsedList(said: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(said)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
