import type { ApprovalRequest } from '../../facts/approval.ts'

/** A request of a gateway to run a command, with what a test wants to be different. */
export const commandRequest = (rest: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  id: 'gateway.exec:1',
  door: 'gateway',
  runtime: 'openclaw',
  key: 'agent:main:main',
  agent: 'main',
  kind: 'command',
  tool: 'exec',
  action: { kind: 'command', command: 'rm -rf build', cwd: '/home/anna/boat', exitCode: null },
  input: '{"command":"rm -rf build"}',
  isCut: false,
  folder: '/home/anna/boat',
  reason: null,
  warnings: [],
  questions: [],
  decisions: ['allow-once', 'allow-always', 'deny'],
  forSession: null,
  always: null,
  takesReason: false,
  takesCommand: false,
  askedAt: 1_000,
  expiresAt: 1_801_000,
  atExpiry: 'denied',
  place: 'a client of the gateway',
  ...rest,
})

/** A question of an agent, with one answer out of two or words of one's own. */
export const questionRequest = (rest: Partial<ApprovalRequest> = {}): ApprovalRequest =>
  commandRequest({
    id: 'hook.question-1',
    door: 'hook',
    runtime: 'claude-code',
    key: 'session-1',
    agent: null,
    kind: 'question',
    tool: 'AskUserQuestion',
    action: null,
    input: null,
    questions: [
      {
        id: 'colour',
        title: 'Colour',
        text: 'Which colour?',
        options: [
          { label: 'Blue', detail: null },
          { label: 'Red', detail: 'as the last one' },
        ],
        takesSeveral: false,
        takesText: true,
      },
    ],
    decisions: ['allow-once', 'deny'],
    takesReason: true,
    place: 'the terminal of Claude Code',
    ...rest,
  })
