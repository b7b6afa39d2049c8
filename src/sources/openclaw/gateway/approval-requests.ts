import type { ApprovalEnding, ApprovalRequest, Decision } from '../../../facts/approval.ts'
import { decisions } from '../../../facts/approval.ts'
import { maxText } from '../../../facts/kinds.ts'
import { questionsIn } from '../../common/asked-questions.ts'
import { id, number, path, record, text, word } from '../../common/parse-values.ts'
import { commandOf } from '../../common/transcript/tool-actions.ts'

/** The families of requests that a gateway has, each with its own methods. */
export type Family = 'exec' | 'plugin' | 'question'

/** The id of a request within ours: its family stands in it. */
export const requestIdOf = (family: Family, foreign: string) => `gateway.${family}:${foreign.replace(/[^\w.:-]/g, '_')}`

const place = 'a client of the gateway, such as its own web page'

const common = {
  door: 'gateway',
  runtime: 'openclaw',
  isCut: false,
  takesReason: false,
  takesCommand: false,
  forSession: null,
  always: null,
  place,
} as const

/** A request of the gateway, as `exec.approval.list` and its event say it, of OpenClaw 2026.3 to 2026.9; undefined for what is none. */
export function execRequestIn(value: unknown, now: number): ApprovalRequest | undefined {
  const { id: foreign, request, createdAtMs, expiresAtMs } = record(value) ?? {}
  const asked = record(request)
  const name = id(foreign)
  const command = text(asked?.command)
  if (!asked || name === null || command === null) return undefined
  const folder = path(asked.cwd)
  return {
    ...common,
    id: requestIdOf('exec', name),
    key: text(asked.sessionKey),
    agent: word(asked.agentId),
    kind: 'command',
    tool: 'exec',
    action: commandOf(command, asked.cwd),
    input: JSON.stringify(
      {
        command,
        argv: asked.commandArgv,
        cwd: asked.cwd,
        host: asked.host,
        node: asked.nodeId,
        path: asked.resolvedPath,
      },
      null,
      2,
    ),
    folder,
    reason: null,
    warnings: warningsIn(asked),
    questions: [],
    decisions: decisionsIn(asked.allowedDecisions),
    always: null,
    askedAt: number(createdAtMs) ?? now,
    expiresAt: number(expiresAtMs),
    atExpiry: 'denied',
  }
}

/** A request of a plugin of the gateway. Its shape is that of the declaration of OpenClaw 2026.9. */
export function pluginRequestIn(value: unknown, now: number): ApprovalRequest | undefined {
  const { id: foreign, request, createdAtMs, expiresAtMs } = record(value) ?? {}
  const asked = record(request)
  const name = id(foreign)
  const title = text(asked?.title)
  if (!asked || name === null || title === null) return undefined
  const mcp = record(asked.mcpTool)
  const details = { title, description: asked.description, detail: asked.detail, plugin: asked.pluginId, mcpTool: mcp }
  return {
    ...common,
    id: requestIdOf('plugin', name),
    key: text(asked.sessionKey),
    agent: word(asked.agentId),
    kind: 'tool',
    tool: word(asked.toolName) ?? word(mcp?.tool) ?? title,
    action: null,
    input: JSON.stringify(details, null, 2),
    folder: null,
    reason: text(asked.description),
    warnings: asked.severity === 'critical' ? ['The plugin calls this critical.'] : [],
    questions: [],
    decisions: decisionsIn(asked.allowedDecisions),
    askedAt: number(createdAtMs) ?? now,
    expiresAt: number(expiresAtMs),
    atExpiry: 'denied',
  }
}

/** A question of an agent (`ask_user`), as `question.list` of OpenClaw 2026.7 and later has it. */
export function questionRequestIn(value: unknown, now: number): ApprovalRequest | undefined {
  const asked = record(value)
  const name = id(asked?.id)
  if (!asked || name === null || (asked.status !== undefined && asked.status !== 'pending')) return undefined
  const given = (Array.isArray(asked.questions) ? asked.questions : []).map(record)
  // A secret is typed where it is kept, and never passes through us.
  const isSecret = given.some((one) => one?.isSecret === true || one?.secretStore !== undefined)
  return {
    ...common,
    id: requestIdOf('question', name),
    key: text(asked.sessionKey),
    agent: word(asked.agentId),
    kind: 'question',
    tool: 'ask_user',
    action: null,
    input: null,
    folder: null,
    reason: null,
    warnings: isSecret ? ['It asks for a secret, which is typed in OpenClaw itself.'] : [],
    questions: questionsIn(asked.questions, {
      id: (question) => text(question.questionId) ?? text(question.id),
      takesSeveral: ({ multiSelect }) => multiSelect === true,
      takesText: ({ isOther }) => isOther !== false,
    }),
    decisions: isSecret ? [] : ['allow-once', 'deny'],
    askedAt: number(asked.createdAtMs) ?? now,
    expiresAt: number(asked.expiresAtMs),
    atExpiry: null,
  }
}

/** How a request ended, as its event says it; `unknown` ids are those of requests that were never seen. */
export function endingIn(family: Family, payload: Record<string, unknown>): ApprovalEnding | undefined {
  const name = id(payload.id)
  if (name === null) return undefined
  const ended = requestIdOf(family, name)
  if (family === 'question') {
    if (payload.status === 'expired') return { id: ended, how: 'expired', decision: null, by: null }
    const decision: Decision = payload.status === 'cancelled' ? 'deny' : 'allow-once'
    return { id: ended, how: 'elsewhere', decision, by: word(payload.resolvedBy) }
  }
  const decision = decisionIn(payload.decision)
  const by = word(payload.resolvedBy)
  // The gateway denies by itself where nobody did within the time, or where the run has ended.
  if (by === null && decision === 'deny') return { id: ended, how: 'expired', decision, by }
  return { id: ended, how: by === 'approval-scope-closed' ? 'withdrawn' : 'elsewhere', decision, by }
}

/** What a gateway takes: it knows no sessions in this. */
const ofGateway = decisions.filter((one) => one !== 'allow-session')

const decisionIn = (value: unknown): Decision | null => decisions.find((one) => one === value) ?? null

/** What is offered; gateways before 2026.4 do not say it, and take all three. */
const decisionsIn = (value: unknown): Decision[] =>
  ofGateway.filter((one) => !Array.isArray(value) || value.includes(one))

function warningsIn(asked: Record<string, unknown>): string[] {
  const lines = record(asked.commandAnalysis)?.warningLines
  const told = [asked.warningText, ...(Array.isArray(lines) ? lines : [])].flatMap((one) => word(one, maxText) ?? [])
  const scope = record(asked.scope)
  return scope?.kind === 'standing-grant'
    ? [...told, 'It comes from an automation, which asks each time it runs.']
    : told
}
