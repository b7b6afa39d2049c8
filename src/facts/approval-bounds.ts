import type { ApprovalEnding, ApprovalQuestion, ApprovalRequest, ApprovalStatement } from './approval.ts'
import { type Loss, listOf, must, or, orNull, recordOf, withinBounds } from './bounds.ts'
import { choice, flag, type Kind, key, name, nullable, passage, path, text, time } from './kinds.ts'
import { runtimes } from './runtimes.ts'
import { toolAction } from './tool-action-bounds.ts'

const maxRequests = 500
const maxQuestions = 20
const maxOptions = 50
const maxWarnings = 20

/** What stands in an address and in the path of a route. */
const requestId: Kind<string> = {
  what: 'an id of at most 200 letters, digits, dots, colons, dashes and underscores, behind the name of its door',
  fit: (value) =>
    typeof value === 'string' && /^(gateway|hook|daemon|server|terminal)\.[\w.:-]{1,190}$/.test(value)
      ? value
      : undefined,
}

const decision = choice({ 'allow-once': 1, 'allow-session': 1, 'allow-always': 1, deny: 1 })

const question = recordOf<ApprovalQuestion>(
  {
    id: must(key),
    title: orNull(name),
    text: must(passage),
    options: or(
      listOf(recordOf({ label: must(passage), detail: orNull(passage) }, 'an option'), maxOptions, 'options'),
      [],
    ),
    takesSeveral: or(flag, false),
    takesText: or(flag, false),
  },
  'a question',
)

const check = withinBounds<ApprovalRequest>({
  id: must(requestId),
  door: must(choice({ gateway: 1, hook: 1, daemon: 1, server: 1, terminal: 1 })),
  runtime: must(choice(Object.fromEntries(runtimes.map((one) => [one, 1])) as Record<(typeof runtimes)[number], 1>)),
  key: orNull(key),
  agent: orNull(name),
  kind: must(choice({ command: 1, edit: 1, tool: 1, plan: 1, question: 1 })),
  tool: orNull(name),
  action: orNull(toolAction),
  input: orNull(passage),
  isCut: or(flag, true),
  folder: orNull(path),
  reason: orNull(passage),
  warnings: or(listOf(text, maxWarnings, 'warnings'), []),
  questions: or(listOf(question, maxQuestions, 'questions'), []),
  decisions: or(listOf(decision, 4, 'decisions'), []),
  forSession: orNull(passage),
  always: orNull(passage),
  takesReason: or(flag, false),
  takesCommand: or(flag, false),
  askedAt: must(time),
  expiresAt: orNull(time),
  atExpiry: orNull(choice({ denied: 1, 'asked in the terminal': 1 })),
  place: or(text, ''),
})

const ending = recordOf<ApprovalEnding>(
  {
    id: must(requestId),
    how: must(choice({ elsewhere: 1, expired: 1, withdrawn: 1 })),
    decision: must(nullable(decision)),
    by: orNull(name),
  },
  'how a request ended',
)

/** The fields without which nobody knows what they allow. */
const shown = new Set(['action', 'input', 'questions', 'folder'])

/**
 * The last check of what a door says. A request that does not fit is left out and told to `lost`; one of which a part
 * was cut says so, because nobody may allow what they cannot read.
 */
export function checkStatement(
  { source, contact, requests, ended, limits }: ApprovalStatement,
  lost: (loss: Loss) => void,
): ApprovalStatement {
  if (requests.length > maxRequests) lost({ field: 'requests', how: 'cut', what: `a list of at most ${maxRequests}` })
  return {
    source,
    contact,
    requests: requests.slice(0, maxRequests).flatMap((request) => {
      let isCut = request.isCut
      const fitting = check(request, (loss) => {
        if (shown.has(loss.field)) isCut = true
        lost(loss)
      })
      return fitting ? [fitting.isCut === isCut ? fitting : { ...fitting, isCut }] : []
    }),
    ended: ended.flatMap((one) => ending.fit(one) ?? []),
    // The runtime's own version is a part of these words.
    ...(limits && { limits: { ...limits, words: limits.words.flatMap((one) => text.fit(one) ?? []) } }),
  }
}
