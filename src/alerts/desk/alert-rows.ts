import type { Store } from '../../store/store.ts'
import type { Incident, IncidentStep, Mute, StepKind } from '../incident.ts'
import type { Rule } from '../rule.ts'

/** All SQL of the tables of alerts. Each function throws what SQLite throws; a row that is torn is left out. Times in ms. */

export type IncidentFilter = {
  q?: string | undefined
  severity?: Incident['severity'] | undefined
  ruleId?: string | undefined
  since?: number | undefined
  /** Only those that are over, or that go on. */
  isOver?: boolean | undefined
}

const parsed = <T>(text: string): T[] => {
  try {
    return [JSON.parse(text) as T]
  } catch {
    return []
  }
}

export const ruleRows = (store: Store): Rule[] =>
  store.$client
    .query<{ rule: string }, []>('SELECT rule FROM alert_rules ORDER BY changed_at, id')
    .all()
    .flatMap(({ rule }) => parsed<Rule>(rule))

export const putRule = (store: Store, rule: Rule, at: number, by: string) =>
  void store.$client
    .query('INSERT OR REPLACE INTO alert_rules (id, rule, changed_at, changed_by) VALUES (?, ?, ?, ?)')
    .run(rule.id, JSON.stringify(rule), at, by)

export const deleteRule = (store: Store, id: string) =>
  void store.$client.query('DELETE FROM alert_rules WHERE id = ?').run(id)

type Row = { id: number; incident: string }
const incidentIn = ({ id, incident }: Row): Incident[] => parsed<Incident>(incident).map((one) => ({ ...one, id }))

export const openIncidents = (store: Store): Incident[] =>
  store.$client
    .query<Row, []>('SELECT id, incident FROM incidents WHERE ended_at IS NULL ORDER BY id')
    .all()
    .flatMap(incidentIn)

export const incidentById = (store: Store, id: number): Incident | undefined =>
  store.$client.query<Row, [number]>('SELECT id, incident FROM incidents WHERE id = ?').all(id).flatMap(incidentIn)[0]

/** The last incident of a rule over a subject. */
export const lastOf = (store: Store, ruleId: string, subject: string): Incident | undefined =>
  store.$client
    .query<Row, [string, string]>(
      'SELECT id, incident FROM incidents WHERE rule_id = ? AND subject = ? ORDER BY id DESC LIMIT 1',
    )
    .all(ruleId, subject)
    .flatMap(incidentIn)[0]

/** The same before: of the same rule and subject, the latest first. */
export const before = (store: Store, { id, ruleId, subject }: Incident, limit: number): Incident[] =>
  store.$client
    .query<Row, [string, string, number, number]>(
      'SELECT id, incident FROM incidents WHERE rule_id = ? AND subject = ? AND id != ? ORDER BY id DESC LIMIT ?',
    )
    .all(ruleId, subject.id, id, limit)
    .flatMap(incidentIn)

export const ofGroup = (store: Store, groupId: number, limit: number): Incident[] =>
  store.$client
    .query<Row, [number, number]>('SELECT id, incident FROM incidents WHERE group_id = ? ORDER BY id LIMIT ?')
    .all(groupId, limit)
    .flatMap(incidentIn)

/** One page of incidents, the newest first, those before `cursor`. */
export function listIncidents(
  store: Store,
  { q, severity, ruleId, since, isOver }: IncidentFilter,
  cursor: number | null,
  limit: number,
): Incident[] {
  const words = (q ?? '')
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')
  return store.$client
    .query<Row, Record<string, string | number | null>>(
      `SELECT id, incident FROM incidents
       WHERE ($cursor IS NULL OR id < $cursor) AND ($severity IS NULL OR severity = $severity)
         AND ($rule IS NULL OR rule_id = $rule) AND ($since IS NULL OR opened_at >= $since)
         AND ($over IS NULL OR (ended_at IS NOT NULL) = $over)
         AND ($words = '' OR lower(incident) LIKE '%' || $words || '%' ESCAPE '\\')
       ORDER BY id DESC LIMIT $limit`,
    )
    .all({
      cursor,
      severity: severity ?? null,
      rule: ruleId ?? null,
      since: since ?? null,
      over: isOver === undefined ? null : Number(isOver),
      words,
      limit,
    })
    .flatMap(incidentIn)
}

/** How often each rule fired since a moment, and when last. */
export const firedSince = (store: Store, since: number) =>
  new Map(
    store.$client
      .query<{ ruleId: string; count: number; lastAt: number }, [number]>(
        'SELECT rule_id AS ruleId, count(*) AS count, max(opened_at) AS lastAt FROM incidents WHERE opened_at >= ? GROUP BY rule_id',
      )
      .all(since)
      .map(({ ruleId, ...rest }) => [ruleId, rest]),
  )

/** Writes an incident that is new, and answers its id. */
export function addIncident(store: Store, incident: Omit<Incident, 'id'>): number {
  const { lastInsertRowid } = store.$client
    .query(
      `INSERT INTO incidents (rule_id, subject, severity, group_id, started_at, opened_at, ended_at, incident)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(...columnsOf(incident))
  return Number(lastInsertRowid)
}

export const putIncident = (store: Store, incident: Incident) =>
  void store.$client
    .query(
      `UPDATE incidents SET rule_id = ?, subject = ?, severity = ?, group_id = ?, started_at = ?, opened_at = ?,
         ended_at = ?, incident = ? WHERE id = ?`,
    )
    .run(...columnsOf(incident), incident.id)

const columnsOf = (incident: Omit<Incident, 'id'>) => {
  const { ruleId, subject, severity, groupId, startedAt, openedAt, endedAt } = incident
  return [ruleId, subject.id, severity, groupId, startedAt, openedAt, endedAt, JSON.stringify(incident)] as const
}

export const addStep = (
  store: Store,
  incidentId: number,
  { at, kind, by, text }: { at: number; kind: StepKind; by: string | null; text: string | null },
) =>
  void store.$client
    .query('INSERT INTO incident_steps (incident_id, at, kind, by, text) VALUES (?, ?, ?, ?, ?)')
    .run(incidentId, at, kind, by, text)

export const stepsOf = (store: Store, incidentId: number, limit: number): IncidentStep[] =>
  store.$client
    .query<IncidentStep, [number, number]>(
      'SELECT id, at, kind, by, text FROM incident_steps WHERE incident_id = ? ORDER BY id LIMIT ?',
    )
    .all(incidentId, limit)

export const countSteps = (store: Store, incidentId: number): number =>
  store.$client
    .query<{ count: number }, [number]>('SELECT count(*) AS count FROM incident_steps WHERE incident_id = ?')
    .get(incidentId)!.count

export const muteRows = (store: Store): Mute[] =>
  store.$client
    .query<Mute, []>(
      'SELECT id, rule_id AS ruleId, subject, from_at AS "from", until_at AS until, why, by FROM alert_mutes ORDER BY from_at',
    )
    .all()

export const addMute = (store: Store, { ruleId, subject, from, until, why, by }: Omit<Mute, 'id'>): number =>
  Number(
    store.$client
      .query('INSERT INTO alert_mutes (rule_id, subject, from_at, until_at, why, by) VALUES (?, ?, ?, ?, ?, ?)')
      .run(ruleId, subject, from, until, why, by).lastInsertRowid,
  )

export const deleteMute = (store: Store, id: number) =>
  void store.$client.query('DELETE FROM alert_mutes WHERE id = ?').run(id)

/** Deletes the incidents that are over beyond the newest `kept`, and the steps of those that are not there. */
export function deleteOldest(store: Store, kept: number) {
  store.$client
    .query(
      `DELETE FROM incidents WHERE ended_at IS NOT NULL AND id <= (
         SELECT id FROM incidents WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    )
    .run(kept)
  store.$client.run('DELETE FROM incident_steps WHERE incident_id NOT IN (SELECT id FROM incidents)')
}

/** Writes several things together, or none of them. */
export const together = <T>(store: Store, write: () => T): T => store.$client.transaction(write).immediate()
