import {
  type CronDefinition,
  changedFields,
  type DefinitionField,
  written,
} from '../../../src/facts/cron-definition.ts'

/** What is typed into the form of a job, and what of it is sent. Pure. */

type Named = Record<string, unknown>
export const recordIn = (value: unknown): Named =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Named) : {}
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

export type ScheduleKind = 'cron' | 'every' | 'at'

/** The fields of the form, each as it is typed. */
export type Fields = {
  name: string
  agentId: string
  scheduleKind: ScheduleKind
  expr: string
  timezone: string
  everyMinutes: string
  at: string
  target: 'isolated' | 'main' | 'other'
  words: string
  model: string
  timeoutMinutes: string
  delivery: 'none' | 'announce' | 'webhook'
  channel: string
  to: string
}

export const newDefinition = (agentId: string, timezone: string): CronDefinition => ({
  name: '',
  enabled: true,
  agentId,
  schedule: { kind: 'cron', expr: '0 8 * * *', tz: timezone },
  sessionTarget: 'isolated',
  wakeMode: 'now',
  payload: { kind: 'agentTurn', message: '' },
  delivery: { mode: 'none' },
})

/** Whether the form has a field for what the job does. What it has none for is edited as JSON. */
export function isForForm(definition: CronDefinition): boolean {
  const { kind } = recordIn(definition.payload)
  return kind === 'agentTurn' || kind === 'systemEvent'
}

/** What the form shows of a definition. */
export function fieldsOf(definition: CronDefinition): Fields {
  const schedule = recordIn(definition.schedule)
  const payload = recordIn(definition.payload)
  const delivery = recordIn(definition.delivery)
  const kind = schedule.kind === 'every' || schedule.kind === 'at' ? schedule.kind : 'cron'
  const seconds = payload.timeoutSeconds
  const { mode } = delivery
  return {
    name: textIn(definition.name),
    agentId: textIn(definition.agentId),
    scheduleKind: kind,
    expr: textIn(schedule.expr),
    timezone: textIn(schedule.tz),
    everyMinutes: typeof schedule.everyMs === 'number' ? String(schedule.everyMs / 60_000) : '60',
    at: textIn(schedule.at),
    target:
      definition.sessionTarget === 'isolated' ? 'isolated' : definition.sessionTarget === 'main' ? 'main' : 'other',
    words: textIn(payload.message) || textIn(payload.text),
    model: textIn(payload.model),
    timeoutMinutes: typeof seconds === 'number' ? String(seconds / 60) : '',
    delivery: mode === 'announce' || mode === 'webhook' ? mode : 'none',
    channel: textIn(delivery.channel),
    to: textIn(delivery.to),
  }
}

/** The schedule that is typed, as OpenClaw writes it. */
export function scheduleOf(fields: Fields, before: unknown = {}): Named {
  const kept = recordIn(before)
  switch (fields.scheduleKind) {
    case 'cron': {
      const { tz: _, ...rest } = kept.kind === 'cron' ? kept : {}
      // A delay that belongs to another expression is not taken along.
      const { staggerMs, ...others } = rest as Named
      const isSame = textIn(kept.expr) === fields.expr.trim()
      return {
        ...others,
        ...(isSame && staggerMs !== undefined && { staggerMs }),
        kind: 'cron',
        expr: fields.expr.trim(),
        ...(fields.timezone.trim() !== '' && { tz: fields.timezone.trim() }),
      }
    }
    case 'every': {
      const everyMs = Math.round(Number(fields.everyMinutes) * 60_000)
      return { ...(kept.kind === 'every' && kept.everyMs === everyMs ? kept : {}), kind: 'every', everyMs }
    }
    case 'at':
      return { kind: 'at', at: fields.at.trim() }
  }
}

/** A definition with what was typed in place of what was there. */
export function definitionFrom(fields: Fields, before: CronDefinition): CronDefinition {
  const payload = recordIn(before.payload)
  const next: CronDefinition = {
    ...before,
    name: fields.name.trim(),
    schedule: scheduleOf(fields, before.schedule),
  }
  if (fields.agentId === '') delete next.agentId
  else next.agentId = fields.agentId
  if (fields.target !== 'other') next.sessionTarget = fields.target
  if (isForForm(before)) {
    // What an agent's main session is told is an event; what runs in one of its own is a message.
    const toMain = fields.target === 'main'
    const changesKind = toMain !== (payload.kind === 'systemEvent') && fields.target !== 'other'
    const base: Named = changesKind ? { kind: toMain ? 'systemEvent' : 'agentTurn' } : { ...payload }
    if (base.kind === 'systemEvent') base.text = fields.words
    else {
      base.message = fields.words
      put(base, 'model', fields.model.trim())
      const minutes = Number(fields.timeoutMinutes)
      put(base, 'timeoutSeconds', fields.timeoutMinutes.trim() === '' ? '' : Math.round(minutes * 60))
    }
    next.payload = base
  }
  // Where nothing was said about it before, nobody is told.
  if (fields.delivery === 'none' && before.delivery === undefined) return next
  const delivery: Named = { ...recordIn(before.delivery), mode: fields.delivery }
  if (fields.delivery === 'announce') put(delivery, 'channel', fields.channel.trim())
  if (fields.delivery !== 'none') put(delivery, 'to', fields.to.trim())
  next.delivery = delivery
  return next
}

function put(record: Named, name: string, value: unknown) {
  if (value === '') delete record[name]
  else record[name] = value
}

/** What is wrong with what was typed, in a sentence; null where it can be sent. The schedule is checked by the server. */
export function problemIn(fields: Fields): string | null {
  if (fields.name.trim() === '') return 'The job needs a name.'
  if (fields.words.trim() === '') return 'Say what the agent shall do.'
  if (fields.scheduleKind === 'every' && !(Number(fields.everyMinutes) >= 1))
    return 'The interval is at least a minute.'
  if (fields.timeoutMinutes.trim() !== '' && !(Number(fields.timeoutMinutes) > 0))
    return 'Stop after a number of minutes, or leave it empty.'
  if (fields.delivery === 'webhook' && !/^https?:\/\//.test(fields.to.trim())) return 'A webhook needs an address.'
  return null
}

/** What has to be sent so that a job becomes another one: only what differs, null for what is taken away. */
export function patchOf(before: CronDefinition, after: CronDefinition): Record<string, unknown> {
  return Object.fromEntries(
    changedFields(before, after).map((field) => [field, patchValue(field, before[field], after[field])]),
  )
}

function patchValue(field: DefinitionField, before: unknown, after: unknown): unknown {
  if (after === undefined) return field === 'delivery' ? { mode: 'none' } : null
  if (field !== 'payload' && field !== 'delivery') return after
  const [was, is] = [recordIn(before), recordIn(after)]
  if (field === 'payload' && was.kind !== is.kind) return after
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => written(was[name]) !== written(is[name]),
  )
  const patch = Object.fromEntries(changed.map((name) => [name, is[name] ?? null]))
  return field === 'payload' ? { kind: is.kind, ...patch } : patch
}

/** A definition that was typed as JSON; a sentence where it is none. */
export function parseDefinition(text: string): CronDefinition | string {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'This is no object.'
    return value as CronDefinition
  } catch (error) {
    return `This is no JSON: ${(error as Error).message}.`
  }
}
