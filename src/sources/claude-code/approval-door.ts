import { dirname } from 'node:path'
import type {
  ApprovalAnswer,
  ApprovalDoor,
  ApprovalEnding,
  ApprovalRequest,
  ApprovalStatement,
} from '../../facts/approval.ts'
import type { HeldHook, ListenForHeld } from '../../facts/held-request.ts'
import { planTool } from '../../facts/permission-answer.ts'
import { processAbove } from '../../facts/runtime-of-process.ts'
import type { Finding } from '../../facts/source.ts'
import { isAlive } from '../../lib/process.ts'
import { Refusal } from '../../lib/refusal.ts'
import { requestOf } from './permission-request.ts'
import { readSessionFiles, type SessionFile, sessionFileOf } from './session-files.ts'
import { isTranscriptOf, planIn, verdictIn } from './transcript-verdict.ts'

/** What the runtime says of its processes is looked at this often while something is held, in ms. */
const lookMs = 60
/** A request of a process that does not say that it waits is none after this. */
const unseenMs = 3_000
/** A prompt that came so much later than a request is the prompt of another. */
const laterMs = 4_000
/** How long the runtime may take to take an answer, and how long its transcript may take to say who gave it. */
const takenMs = 5_000
const verdictMs = 1_000
/** Hooks that wait look for somebody who takes part once a second: after this all of them have come. */
const settleMs = 2_500
/** A hook that ends so shortly before its time is over ends because of that. */
const lastMs = 1_000
/** A plan is looked for in what the runtime writes for so long. */
const planMs = 10_000
/** How long the prompt of one agent may take to come behind that of another of the same process. */
const behindMs = 2_000

type Deps = {
  /** The configuration folders of Claude Code. */
  folders: string[]
  listen: ListenForHeld
  now?: () => number
}

type Held = {
  hook: HeldHook
  /** The process of the runtime above the hook, and when that began. */
  pid: number
  startTime: number | null
  arrivedAt: number
  request: ApprovalRequest
  /** Whether its prompt is also in a terminal; else it is denied unless somebody answers here. */
  hasTerminal: boolean
  /** Since when its process waits, by its own word (ms); null while it has not said so. */
  waitsSince: number | null
  /** Whether it is shown: it waits, or is of a version that does not say. */
  isShown: boolean
  /** An answer is on its way: what its runtime does meanwhile is for whoever gives it. */
  isAnswered: boolean
  printedAt: number | null
  isOver: boolean
  /** Until when the prompt of this may come behind another of the same process that was just answered. */
  behindUntil: number
}

/**
 * Permissions, questions and plans of Claude Code, through its hook `PermissionRequest`. The prompt in the terminal stays
 * open meanwhile: what the runtime writes of its process tells when somebody has answered there.
 */
export function createClaudeApprovalDoor({ folders, listen, now = Date.now }: Deps): ApprovalDoor {
  const held = new Map<string, Held>()
  let state: ((statement: ApprovalStatement) => void) | undefined
  let stopListening: (() => void) | undefined
  let looking: Timer | undefined
  const endings: ApprovalEnding[] = []
  let settling: Timer | undefined
  let strangers = 0
  let isAttended = false
  let isDeaf = false

  function say(ended: ApprovalEnding[] = []) {
    endings.push(...ended)
    // Hooks that wait since before this program began have not all come yet: none of them is gone.
    if (settling) return
    state?.({
      source: 'hooks of claude-code',
      contact: !isDeaf,
      requests: [...held.values()]
        .filter(({ isShown, isAnswered }) => isShown && !isAnswered)
        .map((one) => one.request),
      ended: endings.splice(0),
    })
  }

  function asked(hook: HeldHook) {
    const above = processAbove(hook.pid, 'claude-code')
    const file = above && sessionFileOf(folders, above.pid)
    // Another living process has that session: whoever asks in its name is not it.
    const owner = file?.sessionId === hook.call.key ? undefined : ownerOf(hook.call.key)
    if (!above || (owner && owner.pid !== above.pid)) {
      strangers++
      return hook.release()
    }
    const hasTerminal = file?.entrypoint === null || file?.entrypoint === undefined || file.entrypoint === 'cli'
    // It would wait for nobody, and is denied at once where no hook holds it.
    if (!hasTerminal && !isAttended) return hook.release()
    const place = hasTerminal
      ? `the terminal of Claude Code, process ${above.pid}`
      : `Claude Code without a terminal, process ${above.pid}`
    held.set(hook.id, {
      hook,
      ...above,
      arrivedAt: now(),
      request: requestOf(hook, { place, plan: planOf(hook), hasTerminal }),
      hasTerminal,
      waitsSince: null,
      isShown: false,
      isAnswered: false,
      printedAt: null,
      isOver: false,
      behindUntil: 0,
    })
    looking ??= setInterval(look, lookMs)
    look()
  }

  /** The text of a plan that is asked for; null for everything else, and until it is written down. */
  function planOf({ request: { tool, transcript } }: HeldHook): string | null {
    if (tool !== planTool || transcript === null || !isTranscriptOf(folders, transcript)) return null
    return planIn(transcript, configOf(folders, transcript))
  }

  /** A plan may be written down a moment after it is asked about; nobody can accept it before. */
  function findPlan(one: Held): boolean {
    if (one.request.kind !== 'plan' || one.request.action !== null || now() - one.arrivedAt > planMs) return false
    const plan = planOf(one.hook)
    if (plan === null) return false
    one.request = requestOf(one.hook, { place: one.request.place, plan, hasTerminal: one.hasTerminal })
    return true
  }

  const ownerOf = (key: string) => folders.flatMap(readSessionFiles).find(({ sessionId }) => sessionId === key)

  function look() {
    const ended: ApprovalEnding[] = []
    let isNew = false
    for (const one of held.values()) {
      if (one.isAnswered) continue
      const how = judge(one)
      if (findPlan(one)) isNew ||= one.isShown
      if (how === 'shown' && !one.isShown) {
        one.isShown = true
        isNew = true
      } else if (how === 'over') {
        ended.push(endingOf(one, 'elsewhere'))
        drop(one)
        one.hook.release()
      }
    }
    if (isNew || ended.length > 0) say(ended)
    if (held.size === 0) {
      clearInterval(looking)
      looking = undefined
    }
  }

  /** What its process says of a request: that it waits for it, that it does so no longer, or nothing yet. */
  function judge(one: Held): 'shown' | 'over' | 'unseen' {
    const file = sessionFileOf(folders, one.pid)
    if (!saysWhenItWaits(file)) return 'shown'
    if (file.status === 'waiting') {
      const since = file.statusAt ?? now()
      if (one.waitsSince === null && since > one.request.askedAt + laterMs) return 'over'
      if (one.waitsSince !== null && since !== one.waitsSince && verdictOf(one) !== null) return 'over'
      one.waitsSince = since
      return 'shown'
    }
    if (one.waitsSince === null) return now() - one.arrivedAt > unseenMs ? 'over' : 'unseen'
    // Another agent of the same process had its turn: this one's prompt comes behind it.
    return one.behindUntil > now() ? 'shown' : 'over'
  }

  function verdictOf({ hook: { request } }: Held) {
    const { transcript, tool, input } = request
    return transcript !== null && isTranscriptOf(folders, transcript) ? verdictIn(transcript, tool, input) : null
  }

  function drop(one: Held) {
    one.isOver = true
    held.delete(one.hook.id)
    for (const other of held.values()) if (other.pid === one.pid) other.behindUntil = now() + behindMs
  }

  function ended(hook: HeldHook) {
    const one = held.get(hook.id)
    if (!one) return
    drop(one)
    // Whoever gives an answer tells how it went.
    if (one.isAnswered) return
    void howItEnded(one).then((how) => say([endingOf(one, how)]))
  }

  /** Why a hook ended that was not told to: its runtime breaks it off when somebody interrupts the turn. */
  async function howItEnded(one: Held): Promise<ApprovalEnding['how']> {
    if (now() >= one.hook.request.until - lastMs) return 'expired'
    const giveUp = now() + verdictMs
    while (one.waitsSince !== null && now() < giveUp) {
      const file = sessionFileOf(folders, one.pid)
      if (!file || !isAlive(one.pid, one.startTime)) return 'withdrawn'
      if (file.status !== 'waiting' || file.statusAt !== one.waitsSince) return 'elsewhere'
      await Bun.sleep(30)
    }
    return 'withdrawn'
  }

  const endingOf = ({ request }: Held, how: ApprovalEnding['how']): ApprovalEnding => ({
    id: request.id,
    how,
    decision: null,
    by: how === 'elsewhere' ? 'somebody at the terminal' : null,
  })

  async function deliver(one: Held, answer: ApprovalAnswer) {
    one.hook.answer(answer)
    const giveUp = now() + takenMs
    while (one.printedAt === null && !one.isOver && now() < giveUp) await Bun.sleep(20)
    if (one.printedAt === null)
      throw new Refusal(
        'unavailable',
        `It is not known whether Claude Code got the answer: its hook ${one.isOver ? 'ended' : 'did not say so'}. Look at ${one.request.place}.`,
      )
    // The runtime takes what a hook has printed once that has ended.
    let leftAt: number | null = null
    while (now() < giveUp) {
      const verdict = verdictOf(one)
      if (verdict === 'hook') return
      if (verdict === 'terminal') throw answeredThere()
      const file = sessionFileOf(folders, one.pid)
      if (!saysWhenItWaits(file)) {
        if (one.isOver) return
      } else if (file.status !== 'waiting' || (file.statusAt ?? 0) > one.printedAt) {
        leftAt ??= file.statusAt ?? now()
        // The key was pressed before the hook said a word.
        if (leftAt < one.printedAt) throw answeredThere()
        if (now() - leftAt > verdictMs) return
      }
      await Bun.sleep(30)
    }
    if (leftAt !== null) return
    throw new Refusal(
      'unavailable',
      `Claude Code did not take the answer and still waits. Answer at ${one.request.place}.`,
    )
  }

  return {
    open(to) {
      state = to
      stopListening = listen({
        asked,
        ended,
        printed(hook, at) {
          const one = held.get(hook.id)
          if (one) one.printedAt = at
        },
        stranger() {
          strangers++
        },
      })
      isDeaf = stopListening === undefined
      settling = setTimeout(() => {
        settling = undefined
        say()
      }, settleMs)
    },

    async answer(id, answer) {
      const one = [...held.values()].find(({ request }) => request.id === id)
      if (!one) throw new Refusal('conflict', 'Claude Code does not wait for this any more.')
      if (one.isAnswered) throw new Refusal('conflict', 'An answer to this is on its way already.')
      const { decision } = answer
      if (!one.request.decisions.includes(decision) || (decision !== 'deny' && one.request.isCut))
        throw new Refusal('conflict', 'Claude Code does not take this answer from here.')
      look()
      if (one.isOver) throw answeredThere()
      one.isAnswered = true
      let how: ApprovalEnding[] = []
      try {
        await deliver(one, answer)
      } catch (error) {
        if (error instanceof Refusal && error.code === 'conflict') how = [endingOf(one, 'elsewhere')]
        throw error
      } finally {
        drop(one)
        say(how)
      }
    },

    attended(is) {
      isAttended = is
      if (is) return
      const left = [...held.values()].filter(({ hasTerminal, isAnswered }) => !hasTerminal && !isAnswered)
      for (const one of left) {
        drop(one)
        one.hook.release()
      }
      if (left.length > 0) say(left.map((one) => endingOf(one, 'expired')))
    },

    findings: (): Finding[] => {
      const findings: Finding[] = []
      if (isDeaf)
        findings.push({
          level: 'warn',
          code: 'approvals-deaf',
          message:
            'Requests of Claude Code cannot be answered here: this system does not tell who calls, or there is no folder of our own for the socket.',
          fix: 'Answer them in the terminal.',
        })
      if (strangers > 0)
        findings.push({
          level: 'warn',
          code: 'approvals-strangers',
          message: `${strangers === 1 ? 'One request was' : `${strangers} requests were`} not believed: what asked is not the hook of this very program below a Claude Code.`,
          fix: 'After an update restart Wheelhouse, and install the hooks again under Settings, Hooks.',
        })
      return findings
    },

    close() {
      state = undefined
      clearTimeout(settling)
      settling = undefined
      clearInterval(looking)
      looking = undefined
      stopListening?.()
      stopListening = undefined
      held.clear()
      isDeaf = false
    },
  }
}

/** Only what has a terminal says that it waits for one, and only in newer versions. */
const saysWhenItWaits = (file: SessionFile | undefined): file is SessionFile =>
  file !== undefined && file.status !== null && file.entrypoint === 'cli'

const answeredThere = () => new Refusal('conflict', 'Somebody answered it in the terminal first.')

/** The configuration folder that a transcript lies in. */
const configOf = (configs: string[], transcript: string) =>
  configs.find((config) => transcript.startsWith(`${config}/`)) ?? dirname(transcript)
