import { createMemo, createSignal } from 'solid-js'
import type { Approval } from '../../src/approvals/approval.ts'
import type { ApprovalQuestion, Decision } from '../../src/facts/approval.ts'
import { runtimeName } from '../../src/facts/runtimes.ts'
import { contact } from '../data/contact.ts'
import type { Approvals } from '../data/stores/approvals.ts'
import { now } from '../platform/now.ts'
import { createStillness } from './create-stillness.ts'

/** What allows more than the one call that is asked for. */
export type Lasting = Extract<Decision, 'allow-session' | 'allow-always'>

export type Ask = ReturnType<typeof createAsk>

/**
 * One request as a person works on it: what they have chosen and written so far, what they can do about it now and why
 * not, and doing it.
 */
export function createAsk(approval: () => Approval, approvals: Approvals) {
  const [chosen, setChosen] = createSignal<Record<string, string[]>>({})
  const [own, setOwn] = createSignal<Record<string, string>>({})
  const [writing, setWriting] = createSignal<'reason' | 'command'>()
  const [reason, setReason] = createSignal('')
  const [command, setCommand] = createSignal<string>()
  let card: HTMLElement | undefined
  const isStill = createStillness(
    () => card,
    () => card?.parentElement ?? undefined,
  )

  const id = () => approval().id
  const isSent = () => approvals.isSending(id()) || approval().state === 'answering'
  const isOver = () => approval().state !== 'waiting' && approval().state !== 'answering'
  const isLate = () => {
    const { expiresAt } = approval()
    return expiresAt !== null && now() >= expiresAt
  }

  /** Why nothing can be decided here now, in a sentence; undefined where something can. */
  const whyNot = (): string | undefined => {
    const { place, runtime, isReachable, decisions } = approval()
    if (decisions.length === 0) return `This can only be answered in ${place}.`
    const viewOnly = approvals.whyNot()
    if (viewOnly) return viewOnly
    if (contact().state === 'lost') return 'No contact with Wheelhouse: nothing can be sent.'
    if (!isReachable)
      return `No contact with ${runtimeName(runtime)}: an answer would go nowhere. Answer it in ${place}, or wait.`
    if (isLate()) return 'The time to answer is over.'
    return undefined
  }
  /** Why it cannot be allowed here, where it could be denied. */
  const whyNotAllow = () =>
    approval().isCut && approval().decisions.length > 0
      ? `Only the beginning of this is known here, and nobody should allow what they cannot read. Allow it in ${approval().place}.`
      : undefined

  const answersTo = ({ id, takesSeveral }: ApprovalQuestion): string[] => {
    const words = own()[id]?.trim()
    const picked = chosen()[id] ?? []
    return words ? (takesSeveral ? [...picked, words] : [words]) : picked
  }
  const answers = createMemo(() => {
    const all = approval().questions.map((question) => [question.id, answersTo(question)] as const)
    return all.every(([, given]) => given.length > 0) ? Object.fromEntries(all) : undefined
  })

  const takes = (decision: Decision) => approval().decisions.includes(decision)
  const isFree = () => !isSent() && !isOver() && whyNot() === undefined
  const mayAllow = () =>
    isFree() &&
    takes('allow-once') &&
    whyNotAllow() === undefined &&
    (approval().kind !== 'question' || answers() !== undefined)

  return {
    approval,
    approvals,
    /** The card that the acts stand on. */
    setCard: (element: HTMLElement) => {
      card = element
    },
    isStill,
    isSent,
    isOver,
    whyNot,
    whyNotAllow,
    takes,
    mayAllow,
    mayLast: (decision: Lasting) => mayAllow() && writing() !== 'command' && takes(decision),
    mayDeny: () => isFree() && takes('deny'),

    writing,
    setWriting,
    reason,
    setReason,
    command: () => command() ?? commandOf(approval()),
    setCommand,

    answersTo,
    isChosen: (question: ApprovalQuestion, label: string) =>
      (chosen()[question.id] ?? []).includes(label) && (question.takesSeveral || !own()[question.id]?.trim()),
    own: (question: ApprovalQuestion) => own()[question.id] ?? '',
    setOwn: (question: ApprovalQuestion, words: string) => setOwn((before) => ({ ...before, [question.id]: words })),
    choose,
    /** Chooses an option by its number, counted from 1 through all questions. */
    chooseNumber(number: number) {
      const all = approval().questions.flatMap((question) => question.options.map(({ label }) => ({ question, label })))
      const meant = all[number - 1]
      if (meant) choose(meant.question, meant.label)
    },

    /** Allows once, or answers; a card that has just appeared or moved takes nothing. */
    allow() {
      if (!mayAllow() || !isStill()) return
      const changed = writing() === 'command' ? command()?.trim() : undefined
      const given = approval().kind === 'question' ? answers() : undefined
      void approvals.decide(id(), {
        decision: 'allow-once',
        ...(changed && changed !== commandOf(approval()) && { command: changed }),
        ...(given && { answers: given }),
      })
    },
    /** Allows more than what is asked now, which is asked back. */
    last(decision: Lasting) {
      if (mayAllow() && takes(decision) && isStill()) void approvals.decide(id(), { decision })
    },
    deny() {
      if (!isFree() || !takes('deny') || !isStill()) return
      const words = writing() === 'reason' ? reason().trim() : ''
      void approvals.decide(id(), { decision: 'deny', ...(words && { reason: words }) })
    },
  }

  function choose(question: ApprovalQuestion, label: string) {
    setChosen((before) => {
      const picked = before[question.id] ?? []
      const after = picked.includes(label) ? picked.filter((one) => one !== label) : [...picked, label]
      return { ...before, [question.id]: question.takesSeveral ? after : [label] }
    })
    // One answer is taken: what was written before is not it.
    if (!question.takesSeveral) setOwn((before) => ({ ...before, [question.id]: '' }))
  }
}

const commandOf = ({ action }: Approval) => (action?.kind === 'command' ? action.command : '')
