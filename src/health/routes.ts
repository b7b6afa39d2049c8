import { Elysia } from 'elysia'
import { z } from 'zod'
import { checkDecider } from '../approvals/decider.ts'
import { callerOf, peerOf, withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { splitList } from '../lib/comma-list.ts'
import { lazily } from '../lib/lazily.ts'
import type { AgentProcesses } from './agent-processes.ts'
import { readDiskOutlooks } from './disk-outlook.ts'
import type { Health } from './health.ts'
import type { Measures } from './measures.ts'
import { type HealthNow, readingForScreen } from './reading.ts'

const maxMeasures = 16

/** Several have commas between them, which the framework takes apart, or are said one by one. */
const ids = lazily(() =>
  z
    .union([z.string().min(1).max(4_000), z.array(z.string().max(4_000)).min(1).max(maxMeasures)])
    .transform((text) => splitList(text.toString()))
    .refine(({ length }) => length >= 1 && length <= maxMeasures, `should be one to ${maxMeasures} measures`),
)

const range = lazily(() =>
  z.object({
    measure: ids,
    since: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
    until: z.coerce.number().int().min(1).max(8_640_000_000_000_000).optional(),
    points: z.coerce.number().int().min(1).max(2_000).default(60),
  }),
)

const one = lazily(() =>
  z.object({
    pid: z.coerce
      .number()
      .int()
      .min(1)
      .max(2 ** 31),
  }),
)
const ending = lazily(() =>
  z.strictObject({
    startTime: z.number().min(0).max(8_640_000_000_000_000),
    confirm: z.string().max(100).optional(),
  }),
)

type Deps = { health: Health; measures: Measures; agentProcesses: AgentProcesses }

/** Readings, measures over time, and the processes of agents. A screen may read the numbers of now and gets no paths. */
export const healthRoutes = ({ health, measures, agentProcesses }: Deps) =>
  new Elysia({ prefix: '/api/health' })
    .use(withCaller)
    .get(
      '/',
      ({ request }): HealthNow => {
        const all = health.now()
        if (callerOf(request)?.role !== 'screen' || !all.reading) return all
        return { ...all, reading: readingForScreen(all.reading) }
      },
      requireRole('screen'),
    )
    .get('/measures', async () => ({ items: await measures.list() }), requireRole('viewer'))
    .get('/series', ({ query: { measure, ...asked } }) => measures.series({ ids: measure, ...asked }), {
      query: range,
      ...requireRole('viewer'),
    })
    .get('/disks', async () => ({ items: await readDiskOutlooks(health, measures) }), requireRole('viewer'))
    .get('/processes', async () => ({ items: await agentProcesses.list() }), requireRole('viewer'))
    .post(
      '/processes/:pid/stop',
      ({ params: { pid }, body: { startTime, confirm }, caller, request }) => {
        checkDecider(caller, peerOf(request))
        return agentProcesses.stop(caller, { pid, startTime }, confirm)
      },
      { params: one, body: ending, ...requireRole('operator') },
    )
