import type { Complete } from '../../live/testing/complete.ts'
import type { AlertEvent } from '../events.ts'

/** Each event of this feature with every field filled; `secret` marks what no screen may show. */
export const sampleEvents: Complete<AlertEvent>[] = [
  {
    kind: 'incident.changed',
    change: 'opened',
    incident: {
      id: 1,
      ruleId: 'default.disk',
      title: 'secret title',
      sentence: 'secret sentence',
      severity: 'warn',
      subject: { id: 'disk:/secret', name: 'Disk /secret' },
      measure: 'disk.percent:/secret',
      condition: 'waiting',
      unit: 'percent',
      limit: 90,
      side: 'above',
      startedAt: 1,
      openedAt: 2,
      endedAt: 3,
      endedHow: 'over',
      peak: 96,
      peakAt: 2,
      text: 'secret text',
      times: 1,
      acknowledgedAt: 2,
      acknowledgedBy: 'secret name',
      snoozedUntil: 3,
      groupId: 1,
      isMuted: false,
      isNeedAlready: false,
    },
  },
  { kind: 'alerts.changed' },
]
