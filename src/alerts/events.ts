import type { Incident, IncidentChange } from './incident.ts'

export type AlertEvent =
  /** `change` is `updated` where nothing of it concerns anybody but whoever looks at it. */
  | { kind: 'incident.changed'; change: IncidentChange['change'] | 'updated'; incident: Incident }
  /** Rules were changed, or times in which nobody is told. */
  | { kind: 'alerts.changed' }
