import type { ApprovalRequest, ApprovalRuntime, Decision } from '../facts/approval.ts'
import { oneLine } from '../lib/plain-text.ts'

/** What is asked for, in one line: the command, the paths, the question. */
export function subjectOf({
  kind,
  tool,
  action,
  questions,
  reason,
}: Pick<ApprovalRequest, 'kind' | 'tool' | 'action' | 'questions' | 'reason'>): string {
  if (action?.kind === 'command') return oneLine(action.command)
  if (action?.kind === 'edit') return action.changes.map(({ path }) => oneLine(path)).join(', ')
  if (kind === 'question') return oneLine(questions[0]?.text ?? 'a question')
  if (kind === 'plan') return 'a plan'
  return oneLine([tool, reason].filter(Boolean).join(': ')) || 'a tool'
}

/** What a person does, as a verb before its object. */
export const decisionVerbs: Record<Decision, string> = {
  'allow-once': 'allow',
  'allow-session': 'allow for the session',
  'allow-always': 'always allow',
  deny: 'deny',
}

/** What taking part in the approvals of a runtime changes. */
export const takePartEffects: Record<ApprovalRuntime, string> = {
  openclaw:
    'While a page is open here that can answer, the gateway waits for it: a command that needs approval is refused at once today, and would wait for up to 30 minutes then, in cron jobs too. Five minutes after the last such page is closed it is as before. Wheelhouse holds a connection with the right of an administrator meanwhile, because the gateway shows the requests of others to nobody else.',
  'claude-code':
    'Requests for permission, questions and plans also appear here. The prompt in the terminal stays; whoever answers first decides. It needs the hooks of Wheelhouse.',
  codex:
    'Wheelhouse joins the daemon of Codex and hears its requests. The prompt in the terminal stays; whoever answers first decides.',
  gemini:
    'What a prompt of Gemini CLI asks also appears here, with the terminal that it stands in. It can be answered only there: Gemini CLI takes no answer from outside. It needs the hooks of Wheelhouse, and Linux.',
  opencode:
    'Wheelhouse listens to opencode where it runs as a server. Its own dialog stays; whoever answers first decides.',
}
