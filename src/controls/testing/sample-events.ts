import type { Complete } from '../../live/testing/complete.ts'
import type { ControlEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<ControlEvent>[] = [
  {
    kind: 'control.changed',
    service: {
      id: 'gateway',
      name: 'Gateway',
      group: 'gateway',
      manager: 'a secret manager',
      unit: 'a secret unit',
      demo: false,
      state: 'failed',
      reason: 'a secret reason',
      life: 'a secret life',
      pid: 1,
      startedAt: 1,
      rssBytes: 1,
      port: 1,
      version: '2026.9.6',
      ready: false,
      help: 'a secret command',
      verbs: [{ verb: 'start', exact: 'a secret command' }],
      note: 'a secret note',
      checksUpdates: true,
      dependsOn: ['a secret service'],
      agents: ['a secret agent'],
      dependants: ['a secret service'],
      act: {
        id: 'a',
        service: 'gateway',
        verb: 'start',
        who: 'secret Mara',
        exact: 'a secret command',
        askedAt: 1,
        endedAt: 1,
        outcome: 'failed',
        reason: 'a secret reason',
        steps: [{ key: 'ask', name: 'a secret step', state: 'failed', since: 1, until: 1, words: 'secret words' }],
        interrupts: [{ name: 'secret Quill', effect: 'a secret title' }],
        wayBack: 'a secret command',
        usualMs: 1,
      },
    },
  },
  { kind: 'control.gone', id: 'gateway' },
]
