import { type ApprovalQuestion, type ApprovalRequest, decisionsOffering } from '../../facts/approval.ts'
import type { ToolAction } from '../../facts/tool-action.ts'
import { questionsIn } from '../common/asked-questions.ts'
import { path, record, text } from '../common/parse-values.ts'
import { hunksOfDiff } from '../common/transcript/line-diff.ts'
import { fileChange } from '../common/transcript/tool-actions.ts'

type Fields = Record<string, unknown>

const foreignId = /^[A-Za-z0-9_-]{1,150}$/

/** Our id of a request, by that of opencode; undefined for what would not be safe in an address. */
export const requestIdOf = (foreign: unknown): string | undefined =>
  typeof foreign === 'string' && foreignId.test(foreign) ? `server.${foreign}` : undefined

type About = { folder: string | null; place: string; now: number }

/** A permission that opencode asks for; undefined for what is none. */
export function permissionIn(asked: Fields, about: About): ApprovalRequest | undefined {
  const id = requestIdOf(asked.id)
  const permission = text(asked.permission)
  if (!id || permission === null) return undefined
  const patterns = textsIn(asked.patterns)
  const always = textsIn(asked.always)
  const metadata = record(asked.metadata) ?? {}
  const forSession = always.length > 0 ? lastingWords(permission, always, patterns) : null
  const action = actionOf(permission, metadata, about.folder)
  const kind = permission === 'bash' ? 'command' : permission === 'edit' ? 'edit' : 'tool'
  return {
    ...common(id, asked, about),
    kind,
    tool: permission,
    action,
    input: JSON.stringify({ permission, patterns, metadata }),
    // Only the pattern is known of what it would run or write.
    isCut:
      (kind !== 'tool' && action === null) || (action?.kind === 'edit' && action.changes.some((one) => one.truncated)),
    decisions: decisionsOffering({ forSession, always: null }),
    forSession,
    takesReason: true,
  }
}

/** Questions that opencode asks; undefined for what is none. */
export function questionIn(asked: Fields, about: About): ApprovalRequest | undefined {
  const id = requestIdOf(asked.id)
  if (!id || !Array.isArray(asked.questions)) return undefined
  const questions = questionsIn(asked.questions, {
    takesSeveral: ({ multiple }) => multiple === true,
    takesText: ({ custom }) => custom !== false,
  })
  return {
    ...common(id, asked, about),
    kind: 'question',
    tool: 'question',
    action: null,
    input: JSON.stringify({ questions: asked.questions }),
    isCut: questions.length !== asked.questions.length,
    questions,
    decisions: ['allow-once', 'deny'],
    takesReason: false,
  }
}

const common = (id: string, { sessionID }: Fields, { folder, place, now }: About) => ({
  id,
  door: 'server' as const,
  runtime: 'opencode' as const,
  key: text(sessionID),
  agent: null,
  folder,
  reason: null,
  warnings: [],
  questions: [] as ApprovalQuestion[],
  forSession: null,
  always: null,
  takesCommand: false,
  askedAt: now,
  expiresAt: null,
  atExpiry: null,
  place,
})

const maxPatterns = 50
const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).flatMap((one) => text(one) ?? []).slice(0, maxPatterns)

/** What it calls “always” is kept in the memory of its server. */
const lastingWords = (permission: string, always: string[], patterns: string[]) =>
  `${permission}: ${always.join(', ')}${Bun.deepEquals(always, patterns) ? '' : ', which is wider than what it asks for now'}, until opencode ends`

function actionOf(permission: string, metadata: Fields, cwd: string | null): ToolAction | null {
  const command = text(metadata.command)
  if (permission === 'bash') return command === null ? null : { kind: 'command', command, cwd, exitCode: null }
  const [file, diff, url] = [
    path(metadata.filepath) ?? path(metadata.filePath),
    text(metadata.diff),
    text(metadata.url),
  ]
  if (permission === 'edit')
    return file === null || diff === null
      ? null
      : { kind: 'edit', changes: [fileChange(file, 'edit', hunksOfDiff(diff))] }
  return permission === 'webfetch' && url !== null ? { kind: 'web', query: null, url } : null
}
