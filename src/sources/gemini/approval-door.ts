import type { ApprovalDoor, ApprovalEnding, ApprovalRequest, ApprovalStatement } from '../../facts/approval.ts'
import type { HeldHook, ListenForHeld } from '../../facts/held-request.ts'
import { processAbove } from '../../facts/runtime-of-process.ts'
import type { Finding } from '../../facts/source.ts'
import { terminalOf } from '../../lib/proc.ts'
import { isAlive } from '../../lib/process.ts'
import { Refusal } from '../../lib/refusal.ts'
import { terminalRequestOf } from './approval-requests.ts'

/** Whether what is asked still waits is looked at this often while something is, in ms. */
const lookMs = 200
/** The state of a session follows its prompt within this time. */
const unseenMs = 3_000

type Deps = {
  listen: ListenForHeld
  /** Whether a session waits for a person just now, as its witnesses say. */
  isWaiting: (key: string) => boolean
  now?: () => number
  caller?: (pid: number) => { pid: number; startTime: number | null } | undefined
  isProcessAlive?: (pid: number, startTime: number | null) => boolean
}

type Asked = {
  request: ApprovalRequest
  key: string
  pid: number
  startTime: number | null
  heardAt: number
  /** Whether its session was seen to wait. */
  hasWaited: boolean
}

/**
 * The prompts in the terminals of Gemini CLI, which nobody else can answer. Its notification comes before the prompt and
 * tells what is asked; nobody is told of the answer, so that the state of the session says when it is over.
 */
export function createGeminiApprovalDoor({
  listen,
  isWaiting,
  now = Date.now,
  caller = (pid) => processAbove(pid, 'gemini'),
  isProcessAlive = isAlive,
}: Deps): ApprovalDoor {
  /** What each session asks: a terminal asks one thing at a time. */
  const asked = new Map<string, Asked>()
  let state: ((statement: ApprovalStatement) => void) | undefined
  let stopListening: (() => void) | undefined
  let looking: Timer | undefined

  const say = (ended: ApprovalEnding[] = []) =>
    state?.({
      source: 'terminals of gemini',
      contact: stopListening !== undefined,
      requests: [...asked.values()].map(({ request }) => request),
      ended,
    })

  function hear(hook: HeldHook) {
    const above = caller(hook.pid)
    // Its prompt appears once the hook has ended.
    hook.release()
    if (!above) return
    const { key } = hook.call
    const before = asked.get(key)
    const tty = terminalOf(above.pid)
    const place = `the terminal of Gemini CLI, process ${above.pid}${tty === null ? '' : ` (${tty})`}`
    const request = terminalRequestOf(hook, place)
    asked.set(key, { request, key, ...above, heardAt: now(), hasWaited: false })
    looking ??= setInterval(look, lookMs)
    say(before ? [endingOf(before, 'elsewhere')] : [])
  }

  function look() {
    const ended: ApprovalEnding[] = []
    for (const one of asked.values()) {
      const how = isOver(one)
      if (!how) continue
      asked.delete(one.key)
      ended.push(endingOf(one, how))
    }
    if (ended.length > 0) say(ended)
    if (asked.size > 0) return
    clearInterval(looking)
    looking = undefined
  }

  function isOver(one: Asked): 'elsewhere' | 'withdrawn' | undefined {
    if (!isProcessAlive(one.pid, one.startTime)) return 'withdrawn'
    if (isWaiting(one.key)) {
      one.hasWaited = true
      return undefined
    }
    return one.hasWaited || now() - one.heardAt > unseenMs ? 'elsewhere' : undefined
  }

  const endingOf = ({ request }: Asked, how: 'elsewhere' | 'withdrawn'): ApprovalEnding => ({
    id: request.id,
    how,
    decision: null,
    by: how === 'elsewhere' ? 'somebody at the terminal' : null,
  })

  return {
    open(to) {
      state = to
      stopListening = listen({ asked: hear, ended() {}, printed() {}, stranger() {} })
      say()
    },

    async answer() {
      throw new Refusal('conflict', 'Gemini CLI takes no answer from outside: answer it in its terminal.')
    },

    findings: (): Finding[] =>
      stopListening
        ? []
        : [
            {
              level: 'warn',
              code: 'approvals-gemini-deaf',
              message:
                'Prompts of Gemini CLI are not shown: this system does not tell who calls, or there is no folder of our own for the socket.',
              fix: 'Look at its terminal.',
            },
          ],

    close() {
      state = undefined
      clearInterval(looking)
      looking = undefined
      stopListening?.()
      stopListening = undefined
      asked.clear()
    },
  }
}
