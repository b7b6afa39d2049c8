import { z } from 'zod'
import { fromJson } from '../../lib/json.ts'
import type { Table } from '../table.ts'
import { agentNameOf } from './names.ts'
import { defineTool, momentWords } from './tool.ts'

export const crons = defineTool({
  name: 'read_cron_jobs',
  doing: 'Reads cron jobs',
  description:
    'The jobs that run by the clock: whose they are, how the last runs went, how many failed in a row, how long a run usually takes, and when the next one is due.',
  input: z.object({}),
  async read(_, asked): Promise<Table> {
    const { items } = fromJson(await asked.questions.reader.listCronJobs(undefined, asked))
    const { timezone } = asked.questions
    return {
      title: 'Cron jobs',
      href: '/crons',
      columns: [
        { name: 'agent', unit: 'text' },
        { name: 'is on', unit: 'text' },
        { name: 'last success', unit: 'text' },
        { name: 'failed in a row', unit: 'count' },
        { name: 'usual run', unit: 'ms' },
        { name: 'missed last week', unit: 'count' },
        { name: 'next', unit: 'text' },
      ],
      rows: items.map((job) => ({
        label: job.name,
        href: `/crons/${encodeURIComponent(job.id)}`,
        cells: [
          job.agentId === null ? null : agentNameOf(job.agentId, asked),
          job.enabled ? 'yes' : 'no',
          job.lastSuccessAt === null ? null : momentWords(job.lastSuccessAt, timezone),
          job.streak?.outcome === 'failed' ? job.streak.count : 0,
          job.usualMs,
          job.misses.length,
          job.nextAt === null ? null : momentWords(job.nextAt, timezone),
        ],
      })),
      rowCount: items.length,
    }
  },
})
