import { type ApprovalAnswer, type ApprovalRequest, type Decision, decisionsOffering } from '../../facts/approval.ts'
import type { FileChange, ToolAction } from '../../facts/tool-action.ts'
import { sha256 } from '../../lib/crypto.ts'
import { questionsIn } from '../common/asked-questions.ts'
import { id as idIn, meaning, number, path, record, text, timeOf } from '../common/parse-values.ts'
import { hunksOfDiff, writtenLines } from '../common/transcript/line-diff.ts'
import { fileChange } from '../common/transcript/tool-actions.ts'

type Fields = Record<string, unknown>

/** A request with what is sent for each decision that it takes; undefined for one that cannot be answered so. */
export type DaemonRequest = {
  request: ApprovalRequest
  resultOf: (answer: ApprovalAnswer) => Fields | undefined
}

const place = 'the terminal of Codex'

/** What the daemon asks, as a request. `changes` are those of the files that a patch is asked for, where they are known. */
export function daemonRequestOf(
  { id, method, params }: { id: number | string; method: string; params: Fields },
  { folder, changes, now }: { folder: string | null; changes: FileChange[]; now: number },
): DaemonRequest | undefined {
  const thread = idIn(params.threadId)
  if (thread === null) return undefined
  const about = {
    id: `daemon.${sha256(JSON.stringify([thread, params.turnId, params.itemId, params.approvalId, id])).slice(0, 32)}`,
    door: 'daemon' as const,
    runtime: 'codex' as const,
    key: thread,
    agent: null,
    input: JSON.stringify(params),
    isCut: false,
    folder: path(params.cwd) ?? folder,
    reason: text(params.reason),
    warnings: warningsIn(params),
    questions: [],
    forSession: null,
    always: null,
    takesReason: false,
    takesCommand: false,
    askedAt: timeOf(params.startedAtMs) ?? now,
    expiresAt: null,
    atExpiry: null,
    place,
  }
  switch (method) {
    case 'item/commandExecution/requestApproval': {
      const words = text(params.command)
      const action: ToolAction | null =
        words === null ? null : { kind: 'command', command: shellWords(words), cwd: about.folder, exitCode: null }
      const amendment = amendmentIn(params)
      const host = hostIn(params)
      const lasting = {
        // It is taken also where the daemon does not list it.
        forSession: `${host === null ? 'the same command' : `reaching ${host}`}, until this session ends`,
        always: amendment ? `every command that begins with “${amendment.join(' ')}”, in the rules of Codex` : null,
      }
      return {
        request: {
          ...about,
          kind: action ? 'command' : 'tool',
          tool: 'exec_command',
          action,
          decisions: decisionsOffering(lasting),
          ...lasting,
        },
        resultOf: ({ decision }) => decisionResult(decision, amendment),
      }
    }
    case 'item/fileChange/requestApproval':
      return {
        request: {
          ...about,
          kind: 'edit',
          tool: 'apply_patch',
          action: changes.length === 0 ? null : { kind: 'edit', changes },
          // Nobody allows what they cannot read.
          isCut: changes.length === 0 || changes.some(({ truncated }) => truncated),
          forSession: 'changes of the same files, until this session ends',
          decisions: ['allow-once', 'allow-session', 'deny'],
        },
        resultOf: ({ decision }) => decisionResult(decision),
      }
    case 'item/tool/requestUserInput': {
      const questions = questionsIn(params.questions, {
        id: (question) => text(question.id),
        takesSeveral: () => false,
        takesText: ({ isOther }, options) => isOther === true || options === 0,
      })
      const isSecret = Array.isArray(params.questions) && params.questions.some((one) => record(one)?.isSecret === true)
      const endsMs = number(params.autoResolutionMs)
      return {
        request: {
          ...about,
          kind: 'question',
          tool: 'request_user_input',
          action: null,
          questions,
          decisions: isSecret || questions.length === 0 ? [] : ['allow-once'],
          expiresAt: endsMs === null ? null : about.askedAt + endsMs,
        },
        resultOf: ({ decision, answers = {} }) =>
          decision === 'allow-once'
            ? {
                answers: Object.fromEntries(
                  questions.map(({ id: key }) => [key, { answers: Object.hasOwn(answers, key) ? answers[key] : [] }]),
                ),
              }
            : undefined,
      }
    }
    default:
      // A kind that a newer version asks: it is said where it can be answered.
      return /request|elicitation/i.test(method)
        ? {
            request: { ...about, kind: 'tool', tool: method.slice(0, 200), action: null, decisions: [] },
            resultOf: () => undefined,
          }
        : undefined
  }
}

function decisionResult(decision: Decision, amendment?: string[]): Fields | undefined {
  switch (decision) {
    case 'allow-once':
      return { decision: 'accept' }
    case 'allow-session':
      return { decision: 'acceptForSession' }
    case 'allow-always':
      return amendment && { decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: amendment } } }
    case 'deny':
      return { decision: 'decline' }
  }
}

/** The words that a command begins with for which the daemon proposes a rule. */
function amendmentIn({ availableDecisions }: Fields): string[] | undefined {
  for (const one of Array.isArray(availableDecisions) ? availableDecisions : []) {
    const words: unknown = record(record(one)?.acceptWithExecpolicyAmendment)?.execpolicy_amendment
    if (Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string')) return words
  }
  return undefined
}

const hostIn = ({ networkApprovalContext }: Fields) => text(record(networkApprovalContext)?.host)

function warningsIn({ additionalPermissions, grantRoot, ...params }: Fields): string[] {
  const host = hostIn(params)
  const root = text(grantRoot)
  return [
    ...(host === null ? [] : [`It asks to reach ${host} over the network.`]),
    ...(additionalPermissions === undefined || additionalPermissions === null
      ? []
      : ['It asks for further permissions beyond its sandbox.']),
    ...(root === null ? [] : [`It asks to write everywhere below ${root}.`]),
  ]
}

/** The words of `bash -lc 'WORDS'` where they stand in quotes that hold no others; everything else as it is. */
const shellWords = (command: string) => /^\S*\/(?:ba|z|da)?sh -l?c '([^']*)'$/.exec(command)?.[1] ?? command

const maxFiles = 500
const kinds: Record<string, FileChange['change']> = { add: 'create', update: 'edit', delete: 'delete' }

/** The changes of an item of a turn, as the daemon lists them. */
export function changesIn(item: Fields): FileChange[] {
  return (Array.isArray(item.changes) ? item.changes : []).slice(0, maxFiles).flatMap((one): FileChange[] => {
    const fields = record(one)
    const kind = record(fields?.kind)
    const [where, change] = [path(fields?.path), meaning(kinds, kind?.type ?? fields?.kind)]
    if (!fields || where === null || !change) return []
    const diff = text(fields.diff) ?? ''
    const movedTo = path(kind?.move_path)
    const lines = change === 'create' && !diff.startsWith('@@') ? writtenLines(diff, 0) : hunksOfDiff(diff)
    return [{ ...fileChange(where, movedTo === null ? change : 'move', lines), movedTo }]
  })
}
