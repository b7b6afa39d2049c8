import type { ApprovalAnswer } from './approval.ts'

/**
 * How Claude Code takes an answer to its hook `PermissionRequest`. The hook makes the answer out of what it was asked
 * itself: who decides only says what was decided.
 */
type Fields = Record<string, unknown>

/** A change of the runtime's own rules, in its own form. */
type PermissionUpdate =
  | {
      type: 'addRules'
      rules: { toolName: string; ruleContent?: string }[]
      behavior: 'allow'
      destination: Destination
    }
  | { type: 'setMode'; mode: 'acceptEdits'; destination: 'session' }

type Decision =
  | { behavior: 'allow'; updatedInput?: Fields; updatedPermissions?: PermissionUpdate[] }
  | { behavior: 'deny'; message: string }

const places = {
  session: 'until this session ends',
  localSettings: 'in .claude/settings.local.json of the project',
  projectSettings: 'in .claude/settings.json of the project',
  userSettings: 'in your own settings of Claude Code',
} as const

type Destination = keyof typeof places

const maxRules = 20
const maxRuleLength = 1_000
/** A command that the rules of the runtime take for exactly itself: no pattern, and nothing that a shell puts together. */
const plainCommand = /^[\w@%+=,./:-]+(?: [\w@%+=,./:-]+)*$/
const maxPlainCommand = 300
const acceptsEdits: PermissionUpdate = { type: 'setMode', mode: 'acceptEdits', destination: 'session' }
const editing = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit'])

export const questionTool = 'AskUserQuestion'
export const planTool = 'ExitPlanMode'

/**
 * What "always" would come to: rules that the runtime suggests, else one for exactly this command; null where there is
 * none. `words` says which rules are written where.
 */
export function alwaysFor(
  tool: string,
  input: Fields,
  suggestions: unknown[],
): { updates: PermissionUpdate[]; words: string } | null {
  if (tool === questionTool) return null
  if (tool === planTool) return { updates: [acceptsEdits], words: 'every edit of a file, until this session ends' }
  const suggested = suggestions.slice(0, maxRules).flatMap((one) => rulesIn(one) ?? [])
  if (suggested.length > 0) return { updates: suggested, words: wordsFor(suggested) }
  if (editing.has(tool) && suggestions.some(isAcceptEdits))
    return { updates: [acceptsEdits], words: 'every edit of a file, until this session ends' }
  const { command } = input
  if (tool !== 'Bash' || typeof command !== 'string' || command.length > maxPlainCommand) return null
  if (!plainCommand.test(command) || command.endsWith(':')) return null
  const exact: PermissionUpdate[] = [
    {
      type: 'addRules',
      rules: [{ toolName: 'Bash', ruleContent: command }],
      behavior: 'allow',
      destination: 'localSettings',
    },
  ]
  return { updates: exact, words: wordsFor(exact) }
}

function rulesIn(suggestion: unknown): PermissionUpdate | undefined {
  const { type, rules, behavior, destination } = fieldsOf(suggestion)
  if (type !== 'addRules' || behavior !== 'allow' || !Array.isArray(rules) || rules.length > maxRules) return undefined
  if (typeof destination !== 'string' || !Object.hasOwn(places, destination)) return undefined
  const known = rules.flatMap((rule) => {
    const { toolName, ruleContent } = fieldsOf(rule)
    if (typeof toolName !== 'string' || toolName === '' || toolName.length > maxRuleLength) return []
    if (ruleContent === undefined) return [{ toolName }]
    return typeof ruleContent === 'string' && ruleContent.length <= maxRuleLength ? [{ toolName, ruleContent }] : []
  })
  // Part of what is suggested is something else.
  if (known.length === 0 || known.length !== rules.length) return undefined
  return { type, rules: known, behavior, destination: destination as Destination }
}

const isAcceptEdits = (suggestion: unknown) => {
  const { type, mode, destination } = fieldsOf(suggestion)
  return type === 'setMode' && mode === 'acceptEdits' && destination === 'session'
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

const wordsFor = (updates: PermissionUpdate[]) =>
  updates
    .map((update) =>
      update.type === 'setMode'
        ? 'every edit of a file, until this session ends'
        : `${update.rules.map(({ toolName, ruleContent }) => (ruleContent === undefined ? toolName : `${toolName}(${ruleContent})`)).join(', ')}, ${places[update.destination]}`,
    )
    .join('; ')

/** What the hook tells its runtime; undefined where the answer does not fit what was asked. */
export function decisionFor(
  { tool, input, suggestions }: { tool: string; input: Fields; suggestions: unknown[] },
  { decision, reason, command, answers }: ApprovalAnswer,
): Decision | undefined {
  switch (decision) {
    case 'deny':
      return { behavior: 'deny', message: reason ?? 'A person denied this in Wheelhouse.' }
    case 'allow-once': {
      if (tool === questionTool) {
        const given = answersFor(input, answers ?? {})
        return given && { behavior: 'allow', updatedInput: { ...input, answers: given } }
      }
      // A plan is taken only with an input, which may be empty.
      if (tool === planTool) return { behavior: 'allow', updatedInput: input }
      if (command === undefined) return { behavior: 'allow' }
      return typeof input.command === 'string' ? { behavior: 'allow', updatedInput: { ...input, command } } : undefined
    }
    case 'allow-always': {
      const always = command === undefined && alwaysFor(tool, input, suggestions)
      if (!always) return undefined
      return {
        behavior: 'allow',
        ...(tool === planTool && { updatedInput: input }),
        updatedPermissions: always.updates,
      }
    }
  }
}

/** The answers by the text of their question, as the runtime wants them; undefined where one has none. */
function answersFor(input: Fields, answers: Record<string, string[]>): Record<string, string> | undefined {
  if (!Array.isArray(input.questions) || input.questions.length === 0) return undefined
  const given: [string, string][] = []
  for (const [number, one] of input.questions.entries()) {
    const { question } = fieldsOf(one)
    const chosen = Object.hasOwn(answers, String(number)) ? answers[String(number)]! : []
    if (typeof question !== 'string' || chosen.length === 0) return undefined
    given.push([question, chosen.join(', ')])
  }
  return Object.fromEntries(given)
}
