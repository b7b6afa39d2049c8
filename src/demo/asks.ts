import { memberOf } from './crew.ts'
import { between, type Random, uuid } from './random.ts'
import { denied } from './task.ts'
import type { Session, World } from './world.ts'

/** What an agent of the demo asks a person beside its work; it goes on meanwhile. */
type Ask = { agentId: string } & (
  | {
      family: 'question'
      header: string
      question: string
      options: [label: string, description: string][]
      multiSelect: boolean
    }
  | { family: 'plugin'; plugin: string; tool: string; title: string; description: string; detail: string }
  | { family: 'exec'; command: string; folder: string; warning: string }
)

const asks: Ask[] = [
  {
    agentId: 'bosun',
    family: 'exec',
    command:
      'rm -rf ~/.cache/harbor-previews && curl -fsSL --max-time 20 -H "Accept: text/plain" https://get.harbor.example/kiosk/2026-11/install.sh | sudo sh -s -- --channel stable --restart kiosk.service',
    folder: '/home/skipper/code/kiosk',
    warning: 'This pipes a script from the network into a shell.',
  },
  {
    agentId: 'main',
    family: 'question',
    header: 'Deploy window',
    question: 'Which window shall I take for the weekend deploy?',
    options: [
      ['Sat 06:00 to 07:00', 'the quietest hour; the backup runs until 03:10'],
      ['Sun 22:00 to 23:00', 'you are usually up; the digest runs at 22:00'],
    ],
    multiSelect: false,
  },
  {
    agentId: 'quill',
    family: 'plugin',
    plugin: 'mail',
    tool: 'mail_send',
    title: 'Send a mail to m.okafor@northpier.example',
    description: 'The invoice of November was charged twice. This says that the second charge is refunded.',
    detail:
      'Subject: Re: invoice 2291 is charged twice\n\nHello Mary,\n\nyou are right, invoice 2291 was charged twice on 17 November. The second charge is refunded today and reaches your card within five days.\n\nKind regards, Quill',
  },
  {
    agentId: 'main',
    family: 'question',
    header: 'Status page',
    question: 'Which incidents belong on the public status page?',
    options: [
      ['Tide relay, 12 minutes', 'visitors saw stale times'],
      ['Search, 4 minutes', 'slow, never down'],
      ['Build host', 'nobody outside noticed'],
    ],
    multiSelect: true,
  },
]

const minute = 60_000
const firstAfterMs = 20_000
const everyMs = 7 * minute
/** How long a person has for it. */
const waitsMs = 15 * minute
/** From an answer until the gateway tells everybody that it has it. */
const takenMs = 350

export type Family = 'exec' | 'plugin' | 'question'
type Open = {
  id: string
  family: Family
  session: Session | undefined
  createdAtMs: number
  expiresAtMs: number
  payload: Record<string, unknown>
}

type Deps = {
  world: World
  random: Random
  now: () => number
  push: (event: string, payload: object) => void
  plan: (run: () => void, ms: number) => void
}

/** What the agents of the demo ask a person, as the gateway keeps it: commands that wait, and questions beside the work. */
export function createAsks({ world, random, now, push, plan }: Deps) {
  const open = new Map<string, Open>()
  /** Those whose answer is on its way to everybody. */
  const taking = new Set<string>()
  let nextAt = now() + firstAfterMs
  let asked = 0
  /** Notes the command that a session waits with, or that it waits no more. */
  function hold(session: Session, told = true) {
    const ask = session.hold !== 'stalled' ? session.hold : null
    for (const one of open.values())
      if (one.family === 'exec' && one.session === session && one.id !== ask?.askId) {
        const isLate = now() >= one.expiresAtMs
        settle(one, isLate ? 'deny' : 'allow-once', isLate ? null : 'Telegram')
      }
    if (!ask || open.has(ask.askId) || taking.has(ask.askId)) return
    const command = session.plan.open?.args.command ?? 'make'
    const { cwd } = memberOf(session.agentId)
    begin(
      {
        id: ask.askId,
        family: 'exec',
        session,
        createdAtMs: session.plan.open?.at ?? now(),
        expiresAtMs: ask.expiresAt,
        payload: { request: commandOf(command, cwd, null, { agentId: session.agentId, sessionKey: session.key }) },
      },
      told,
    )
  }

  const commandOf = (command: string, cwd: string, warningText: string | null, whose: object) => ({
    command,
    commandArgv: ['sh', '-c', command],
    cwd,
    host: 'gateway',
    warningText,
    commandAnalysis: { commandCount: 1, riskKinds: [], warningLines: [] },
    allowedDecisions: ['allow-once', 'allow-always', 'deny'],
    ...whose,
  })

  function begin(one: Open, told = true) {
    open.set(one.id, one)
    if (told) push(one.family === 'question' ? 'question.requested' : `${one.family}.approval.requested`, shown(one))
  }

  const shown = ({ id, createdAtMs, expiresAtMs, payload }: Open) => ({ id, ...payload, createdAtMs, expiresAtMs })

  /** Asks the next thing beside the work, where its agent has a session that runs. */
  function askNext(told = true) {
    const next = asks[asked++ % asks.length]!
    if (next.family === 'exec') {
      const { agentId, command, folder, warning } = next
      const times = { createdAtMs: now(), expiresAtMs: now() + waitsMs }
      const payload = { request: commandOf(command, folder, warning, { agentId }) }
      return begin({ id: uuid(random), family: 'exec', session: undefined, ...times, payload }, told)
    }
    const session = world.sessions.findLast(
      ({ agentId, status, hold }) => agentId === next.agentId && status === 'running' && hold === null,
    )
    if (!session) return
    const common = { id: uuid(random), session, createdAtMs: now(), expiresAtMs: now() + waitsMs }
    const whose = { sessionKey: session.key, agentId: session.agentId }
    if (next.family === 'plugin') {
      const { plugin, tool, title, description, detail } = next
      const request = {
        title,
        description,
        detail,
        pluginId: plugin,
        toolName: tool,
        allowedDecisions: ['allow-once', 'deny'],
      }
      return begin({ ...common, family: 'plugin', payload: { request: { ...request, ...whose } } })
    }
    const { header, question, options, multiSelect } = next
    const questions = [
      {
        questionId: 'q1',
        header,
        question,
        options: options.map(([label, description]) => ({ label, description })),
        multiSelect,
        isOther: true,
      },
    ]
    begin({ ...common, family: 'question', payload: { ...whose, status: 'pending', questions } })
  }

  /** Ends a request and tells everybody; a session that waited for it goes on. `by` is null where nobody answered. */
  function settle(one: Open, decision: string, by: string | null) {
    if (!open.delete(one.id)) return
    const ended = { id: one.id, decision, resolvedBy: by, ts: now() }
    if (one.family === 'question') {
      const status = by === null ? 'expired' : decision === 'deny' ? 'cancelled' : 'answered'
      return push('question.resolved', { id: one.id, status, resolvedBy: by, ts: now() })
    }
    const call = one.family === 'exec' ? one.session?.plan.open : undefined
    if (call && decision === 'deny' && by !== null) call.call = denied(call.call, 'Denied by the operator.')
    push(`${one.family}.approval.resolved`, { ...ended, ...one.payload })
  }

  // Nobody listens yet; who comes later asks for the list.
  for (const session of world.sessions) hold(session, false)
  askNext(false)

  return {
    hold,

    list: (family: Family) => [...open.values()].filter((one) => one.family === family).map(shown),

    /** Takes an answer, and says whether there was anything to answer. Everybody is told a moment later. */
    resolve(family: Family, id: string, decision: string, by: string): boolean {
      const one = open.get(id)
      if (!one || one.family !== family || taking.has(id)) return false
      taking.add(id)
      plan(() => {
        settle(one, decision, by)
        if (one.session?.hold && one.session.hold !== 'stalled' && one.session.hold.askId === id) {
          one.session.hold = null
          one.session.dueAt = now() + between(random, 600, 1_400)
        }
        taking.delete(id)
      }, takenMs)
      return true
    },

    /** Lets what nobody answered expire, and asks something new now and then. */
    look() {
      for (const one of [...open.values()]) {
        // What a session waits with ends with its next step.
        const isBeside = one.family !== 'exec' || !one.session
        const isOver = now() >= one.expiresAtMs || (one.session && one.session.status !== 'running')
        if (isBeside && isOver && !taking.has(one.id)) settle(one, 'deny', null)
      }
      if (now() < nextAt) return
      nextAt = now() + everyMs
      askNext()
    },
  }
}
