import type { Complete } from '../../live/testing/complete.ts'
import type { ApprovalEvent } from '../events.ts'
import { questionRequest } from './sample-requests.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<ApprovalEvent>[] = [
  {
    kind: 'approvals.changed',
    approvals: [
      {
        ...questionRequest(),
        key: 'secret',
        agent: 'main',
        tool: 'secret',
        folder: '/secret',
        expiresAt: 9,
        atExpiry: 'denied',
        questions: [
          {
            id: 'colour',
            title: 'secret',
            text: 'secret',
            options: [{ label: 'secret', detail: 'secret' }],
            takesSeveral: true,
            takesText: true,
          },
        ],
        decisions: ['deny'],
        action: { kind: 'command', command: 'cat secret', cwd: '/secret', exitCode: 1 },
        input: 'secret',
        reason: 'a secret reason',
        warnings: ['a secret'],
        forSession: 'cat secret',
        always: 'cat secret',
        sessionId: 'openclaw.main.a',
        agentId: 'openclaw:main',
        state: 'answered',
        decision: 'deny',
        by: 'anna',
        decidedAt: 2,
        endedAt: 3,
        note: 'a secret note',
        isReachable: true,
        risks: [{ kind: 'secrets', words: 'a secret' }],
      },
    ],
  },
  {
    kind: 'approvals.switched',
    takingPart: [{ runtime: 'openclaw', isOn: true, at: 1, by: 'anna', limits: ['it cannot'] }],
  },
]
