import { z } from 'zod'
import type { Subject } from '../../alerts/incident.ts'
import { nameOfMeasure } from '../../health/kept-measures.ts'
import { agentIdOfSession } from '../../ids.ts'
import type { FigureUnit } from '../figure.ts'
import type { Table } from '../table.ts'
import { agentNameOf } from './names.ts'
import { type Asked, defineTool, momentWords, queryOf } from './tool.ts'

const hourMs = 3_600_000
const units: Partial<Record<string, FigureUnit>> = { percent: 'percent', bytes: 'bytes', ms: 'ms' }

export const machine = defineTool({
  name: 'read_machine',
  doing: 'Reads the machine',
  description:
    'How the machine was over the last hours: mean and most of CPU, memory, disks, the gateway, agent processes and so on. Without measures it lists the usual ones.',
  input: z.object({
    measures: z.array(z.string().max(200)).max(12).optional(),
    hours: z
      .number()
      .int()
      .min(1)
      .max(24 * 90)
      .default(24),
  }),
  async read({ measures, hours }, { questions }): Promise<Table> {
    const until = questions.now()
    const since = until - hours * hourMs
    const usual = (await questions.measures.list()).map(({ id }) => id).filter((id) => /percent|temperature/.test(id))
    const ids = (measures ?? usual).slice(0, 12)
    const { measures: all, at } = await questions.measures.series({ ids, since, until, points: 200 })
    return {
      title: `The machine, the last ${hours} h`,
      href: `/system${queryOf({ from: String(since), to: String(until) })}`,
      columns: [
        { name: 'mean', unit: 'percent' },
        { name: 'most', unit: 'percent' },
        { name: 'when it was most', unit: 'text' },
      ],
      rows: all.map(({ id, unit, mean, max }) => {
        const known = mean.filter((value) => value !== null)
        const most = Math.max(...max.filter((value) => value !== null))
        const place = max.indexOf(most)
        const average = known.reduce((sum, value) => sum + value, 0) / known.length
        const isShown = known.length > 0 && units[unit] !== undefined
        return {
          label: nameOfMeasure(id),
          unit: units[unit],
          cells: [
            isShown ? average : null,
            isShown && Number.isFinite(most) ? most : null,
            place < 0 ? null : momentWords(at[place]!, questions.timezone),
          ],
        }
      }),
      rowCount: all.length,
    }
  },
})

export const incidents = defineTool({
  name: 'read_incidents',
  doing: 'Reads incidents',
  description: 'The incidents that alerts raised in the last days: what, about whom, when, for how long.',
  input: z.object({
    days: z.number().int().min(1).max(90).default(7),
    limit: z.number().int().min(1).max(40).default(20),
  }),
  async read({ days, limit }, asked): Promise<Table> {
    const { questions } = asked
    const { now, timezone } = questions
    const all = await questions.incidents(now() - days * 24 * hourMs)
    return {
      title: `Incidents of the last ${days} d`,
      href: '/alerts',
      columns: [
        { name: 'about', unit: 'text' },
        { name: 'severity', unit: 'text' },
        { name: 'began', unit: 'text' },
        { name: 'lasted', unit: 'ms' },
        { name: 'times', unit: 'count' },
      ],
      rows: all.slice(0, limit).map((one) => ({
        label: one.title,
        href: `/alerts/incidents/${one.id}`,
        cells: [
          subjectLabel(one.subject, asked),
          one.severity,
          momentWords(one.startedAt, timezone),
          (one.endedAt ?? now()) - one.startedAt,
          one.times,
        ],
      })),
      rowCount: all.length,
    }
  },
})

/** What an incident is about. The name of a session is made of a prompt, and that of a disk is a path. */
function subjectLabel({ id, name }: Subject, asked: Asked): string {
  if (asked.readsWords) return name
  if (id.startsWith('session:')) return agentNameOf(agentIdOfSession(id.slice('session:'.length)) ?? '', asked)
  return id.startsWith('disk:') ? 'a disk' : name
}
