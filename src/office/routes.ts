import { Elysia } from 'elysia'
import { z } from 'zod'
import type { Approvals } from '../approvals/approvals.ts'
import type { Attention } from '../attention/attention.ts'
import { isScreen } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { jsonBody, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import { Refusal } from '../lib/refusal.ts'
import type { AgentMessage } from './agent-message.ts'
import type { OfficeMember } from './member.ts'
import { memberForScreen } from './members.ts'
import type { Office } from './office.ts'
import { pastWaitsOf } from './past-waits.ts'
import type { OfficeReads } from './reads.ts'

export type OfficeRouteDeps = {
  office: Pick<Office, 'members' | 'messages'>
  reader: Reader<OfficeReads>
  approvals: Pick<Approvals, 'between' | 'keptFrom'>
  attention: Pick<Attention, 'between' | 'keptFrom'>
  now: () => number
}

const maxReplayMs = 26 * 3_600_000

const time = lazily(() => z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER))
const replayQuery = lazily(() => z.object({ since: time, until: time }))

export const officeRoutes = ({ office, reader, approvals, attention, now }: OfficeRouteDeps) =>
  new Elysia({ prefix: '/api/office' })
    .get(
      '/',
      async ({ request }): Promise<{ at: number; members: OfficeMember[]; messages: AgentMessage[] }> => {
        const members = await office.members()
        return {
          at: now(),
          members: isScreen(request) ? members.map(memberForScreen) : members,
          messages: office.messages(),
        }
      },
      requireRole('screen'),
    )
    .get(
      '/replay',
      async ({ query, request }) => {
        const { since } = query
        const until = Math.min(query.until, now())
        if (until <= since) throw new Refusal('bad-input', 'A replay ends after it begins, and begins in the past.')
        if (until - since > maxReplayMs) throw new Refusal('bad-input', 'A replay holds at most 26 hours.')
        const waits = pastWaitsOf(approvals.between(since, until), attention.between(since, until))
        const kept = [approvals.keptFrom(), attention.keptFrom()].filter((at) => at !== null)
        const waitsFrom = kept.length === 0 ? null : Math.min(...kept)
        return jsonBody(
          await reader.officeReplay({ since, until, waits, waitsFrom, forScreen: isScreen(request) }, request),
        )
      },
      { query: replayQuery, ...requireRole('screen') },
    )
