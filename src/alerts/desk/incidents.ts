import type { Store } from '../../store/store.ts'
import type { EndedHow, Incident, IncidentChange, Mute, StepKind } from '../incident.ts'
import type { When } from '../rule.ts'
import { nameOfRule, sentenceOf, unitOf } from '../rule-words.ts'
import {
  addIncident,
  addMute,
  addStep,
  deleteMute,
  incidentById,
  lastOf,
  muteRows,
  openIncidents,
  putIncident,
  together,
} from './alert-rows.ts'
import { comparesItself } from './derive.ts'
import type { Told } from './engine.ts'
import { subjectOfMeasure } from './subject-of.ts'

type Deps = {
  /** wheelhouse.sqlite. */
  store: Store
  /** Hears what became of an incident, once it is written. */
  told: (change: IncidentChange['change'] | 'updated', incident: Incident) => void
  onError: (error: unknown) => void
}

/** So many go on at once; of more nobody would read. */
const maxOpen = 500
/** What begins within this belongs together. */
const sameMomentMs = 60_000
/** A peak that rises is written so often. */
const peakEveryMs = 30_000

export type Incidents = ReturnType<typeof createIncidents>

/** What a rule watches, as the engine calls it. */
export const keyOf = ({ measure, subject }: Pick<Incident, 'measure' | 'subject'>) => measure ?? subject.id

const nameOf = (ruleId: string, key: string) => `${ruleId} ${key}`

/** What was broken, and what became of it. What goes on is held in memory; every change is written before it is told. */
export function createIncidents({ store, told, onError }: Deps) {
  const open = new Map(openIncidents(store).map((one) => [nameOf(one.ruleId, keyOf(one)), one]))
  /** What could not be written, which is tried again with the next reading. */
  const waiting = new Map<string, { what: Told; at: number }>()
  const peaks = new Map<string, number>()
  let mutes = muteRows(store)
  let refused = 0

  const isMuted = ({ ruleId, subject }: Pick<Incident, 'ruleId' | 'subject'>, at: number) =>
    mutes.some(
      (mute) =>
        mute.from <= at &&
        at < mute.until &&
        (mute.ruleId === null || mute.ruleId === ruleId) &&
        (mute.subject === null || mute.subject === subject.id),
    )

  /** Writes an incident as it is now with what happened, and tells of it. */
  function put(
    incident: Incident,
    change: IncidentChange['change'] | 'updated',
    ...steps: { at: number; kind: StepKind; by?: string; text?: string | null }[]
  ): Incident {
    together(store, () => {
      putIncident(store, incident)
      for (const { by = null, text = null, ...step } of steps) addStep(store, incident.id, { ...step, by, text })
    })
    const name = nameOf(incident.ruleId, keyOf(incident))
    if (incident.endedAt === null) open.set(name, incident)
    else if (open.get(name)?.id === incident.id) open.delete(name)
    told(change, incident)
    return incident
  }

  function begin({ rule, key, change, sighting }: Told, at: number) {
    const { firing } = change
    const isMeasure = rule.when.kind !== 'condition'
    const subject = sighting?.subject ?? (isMeasure ? subjectOfMeasure(key) : { id: key, name: key })
    const last = lastOf(store, rule.id, subject.id)
    const isAgain =
      last !== undefined && last.endedAt !== null && at - last.endedAt <= rule.againMs && keyOf(last) === key
    if (isAgain) {
      const isWorse = firing.severity === 'severe' && last.severity !== 'severe'
      put(
        {
          ...last,
          severity: isWorse ? 'severe' : last.severity,
          endedAt: null,
          endedHow: null,
          times: last.times + 1,
          text: sighting?.text ?? last.text,
          isMuted: isMuted(last, at),
          ...(isWorse && nobody),
          ...worseOf(last, firing),
        },
        'reopened',
        { at, kind: 'reopened' },
      )
      return
    }
    if (open.size >= maxOpen) {
      refused++
      return
    }
    const group = [...open.values()].filter(
      (other) => other.subject.id === subject.id || Math.abs(other.openedAt - at) <= sameMomentMs,
    )
    const lasted = unitOfPeak(rule.when) === null ? firing.peak : null
    const made: Omit<Incident, 'id'> = {
      ruleId: rule.id,
      title: nameOfRule(rule),
      sentence: sentenceOf(rule.when),
      severity: firing.severity,
      subject,
      measure: isMeasure ? key : null,
      condition: rule.when.kind === 'condition' ? rule.when.of : null,
      unit: unitOfPeak(rule.when),
      limit: comparesItself(rule.when) && rule.when.kind === 'level' ? rule.when.value : null,
      side: rule.when.kind === 'level' ? rule.when.side : 'above',
      startedAt: Math.min(lasted === null ? firing.since : at - lasted, at),
      openedAt: at,
      endedAt: null,
      endedHow: null,
      ...(lasted === null ? { peak: firing.peak, peakAt: firing.peakAt } : { peak: null, peakAt: null }),
      text: sighting?.text ?? null,
      times: 1,
      ...nobody,
      groupId: Math.min(...group.map(({ groupId }) => groupId)),
      isMuted: isMuted({ ruleId: rule.id, subject }, at),
      isNeedAlready: sighting?.isNeedAlready ?? false,
    }
    const incident = together(store, () => {
      const isFirst = group.length === 0
      const id = addIncident(store, { ...made, groupId: isFirst ? 0 : made.groupId })
      const whole: Incident = { ...made, id, groupId: isFirst ? id : made.groupId }
      if (isFirst) putIncident(store, whole)
      if (whole.startedAt < at) addStep(store, id, { at: whole.startedAt, kind: 'began', by: null, text: null })
      addStep(store, id, { at, kind: 'opened', by: null, text: whole.text })
      return whole
    })
    open.set(nameOf(rule.id, key), incident)
    told('opened', incident)
  }

  function take(what: Told, at: number) {
    const { rule, key, change } = what
    const name = nameOf(rule.id, key)
    const known = open.get(name)
    if (!known) {
      if (change.kind === 'opened' || waiting.has(name)) begin(what, at)
      return
    }
    switch (change.kind) {
      case 'opened':
        return
      case 'escalated':
        put({ ...known, ...worseOf(known, change.firing), ...nobody, severity: 'severe' }, 'escalated', {
          at,
          kind: 'escalated',
        })
        return
      case 'peaked': {
        const worse = { ...known, ...worseOf(known, change.firing) }
        open.set(name, worse)
        if (Math.abs(at - (peaks.get(name) ?? 0)) < peakEveryMs) return
        peaks.set(name, at)
        put(worse, 'updated')
        return
      }
      case 'closed':
        close(known, change.how, at)
    }
  }

  function close(incident: Incident, endedHow: EndedHow, at: number) {
    peaks.delete(nameOf(incident.ruleId, keyOf(incident)))
    put({ ...incident, endedAt: Math.max(at, incident.openedAt), endedHow }, 'closed', {
      at,
      kind: 'closed',
      text: endedHow,
    })
  }

  /** Writes what there is to write; where that is impossible, it is tried again. */
  function attempt(what: Told, at: number) {
    const name = nameOf(what.rule.id, what.key)
    try {
      take(what, at)
      waiting.delete(name)
    } catch (error) {
      onError(error)
      if (what.change.kind !== 'peaked' || !waiting.has(name)) waiting.set(name, { what, at })
    }
  }

  return {
    open: (): Incident[] => [...open.values()],
    mutes: (): Mute[] => mutes,
    take: attempt,
    refused: () => refused,

    /** Lets time pass: what a snooze or a maintenance window held back is told. */
    pass(at: number) {
      for (const { what, at: then } of [...waiting.values()]) attempt(what, then)
      for (const incident of open.values()) {
        const muted = (mutes.length > 0 || incident.isMuted) && isMuted(incident, at)
        const isWoken = incident.snoozedUntil !== null && incident.snoozedUntil <= at
        try {
          if (muted !== incident.isMuted)
            put({ ...incident, isMuted: muted }, muted ? 'updated' : 'opened', {
              at,
              kind: muted ? 'muted' : 'unmuted',
            })
          else if (isWoken) put({ ...incident, snoozedUntil: null }, 'updated', { at, kind: 'woken' })
        } catch (error) {
          onError(error)
        }
      }
    },

    /** Writes the peaks that are not written yet. */
    flush() {
      for (const incident of open.values())
        try {
          putIncident(store, incident)
        } catch (error) {
          onError(error)
        }
    },

    close,

    /** One by its id, as it is now; undefined where there is none. */
    byId: (id: number): Incident | undefined =>
      [...open.values()].find((one) => one.id === id) ?? incidentById(store, id),

    put,

    mute(mute: Omit<Mute, 'id'>): Mute {
      const made = { ...mute, id: addMute(store, mute) }
      mutes = [...mutes, made]
      return made
    },

    unmute(id: number): Mute | undefined {
      const mute = mutes.find((one) => one.id === id)
      if (!mute) return undefined
      deleteMute(store, id)
      mutes = mutes.filter((one) => one.id !== id)
      return mute
    },
  }
}

/** The unit of the worst value; null where that is only how long it lasts. */
function unitOfPeak(when: When): Incident['unit'] {
  if (when.kind === 'unusual') return 'times'
  const unit = unitOf(when)
  return when.kind === 'absent' || (when.kind === 'condition' && unit === 'ms') ? null : unit
}

const nobody = { acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: null }

/** The worse of two peaks. */
function worseOf({ peak, peakAt, side, unit }: Incident, firing: Told['change']['firing']) {
  if (unit === null) return { peak, peakAt }
  const isWorse =
    firing.peak !== null && (peak === null || (side === 'above' ? firing.peak > peak : firing.peak < peak))
  return isWorse ? { peak: firing.peak, peakAt: firing.peakAt } : { peak, peakAt }
}
