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

/** What is allowed beyond this one call; `words` says which rules are written where. */
type LastingRule = { updates: PermissionUpdate[]; words: string }

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
const everyEdit: LastingRule = { updates: [acceptsEdits], words: 'every edit of a file, until this session ends' }
const editing = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit'])

export const questionTool = 'AskUserQuestion'
export const planTool = 'ExitPlanMode'

/**
 * What can be allowed for longer than once: for the session, and beyond it. It is what the runtime suggests, else exactly
 * this command; null where there is neither.
 */
export function lastingRules(
  tool: string,
  input: Fields,
  suggestions: unknown[],
): { session: LastingRule | null; always: LastingRule | null } {
  if (tool === questionTool) return { session: null, always: null }
  if (tool === planTool) return { session: everyEdit, always: null }
  const suggested = suggestions.slice(0, maxRules).flatMap((one) => rulesIn(one) ?? [])
  const ofSession = suggested.filter(({ destination }) => destination === 'session')
  const kept = suggested.filter(({ destination }) => destination !== 'session')
  const exact = exactRule(tool, input)
  const exactly = (where: Destination) => (exact === null ? null : ruleOf([addRule(exact, where)]))
  return {
    session:
      ruleOf(ofSession) ??
      (editing.has(tool) && suggestions.some(isAcceptEdits) ? everyEdit : null) ??
      exactly('session'),
    always: ruleOf(kept) ?? exactly('localSettings'),
  }
}

const ruleOf = (updates: PermissionUpdate[]): LastingRule | null =>
  updates.length === 0 ? null : { updates, words: wordsFor(updates) }

const addRule = (ruleContent: string, destination: Destination): PermissionUpdate => ({
  type: 'addRules',
  rules: [{ toolName: 'Bash', ruleContent }],
  behavior: 'allow',
  destination,
})

/** The command of a call that a rule can name; null where it could mean more than itself. */
function exactRule(tool: string, { command }: Fields): string | null {
  if (tool !== 'Bash' || typeof command !== 'string' || command.length > maxPlainCommand) return null
  return plainCommand.test(command) && !command.endsWith(':') ? command : null
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
        ? everyEdit.words
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
    case 'allow-session':
    case 'allow-always': {
      const { session, always } = lastingRules(tool, input, suggestions)
      const rule = decision === 'allow-session' ? session : always
      if (!rule || command !== undefined) return undefined
      return {
        behavior: 'allow',
        ...(tool === planTool && { updatedInput: input }),
        updatedPermissions: rule.updates,
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
