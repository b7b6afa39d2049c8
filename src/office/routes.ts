import { Elysia } from 'elysia'
import { isScreen } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import type { OfficeMember } from './member.ts'
import { memberForScreen } from './members.ts'
import type { Office } from './office.ts'

export type OfficeRouteDeps = { office: Pick<Office, 'members'>; now: () => number }

export const officeRoutes = ({ office, now }: OfficeRouteDeps) =>
  new Elysia({ prefix: '/api/office' }).get(
    '/',
    async ({ request }): Promise<{ at: number; members: OfficeMember[] }> => {
      const members = await office.members()
      return { at: now(), members: isScreen(request) ? members.map(memberForScreen) : members }
    },
    requireRole('screen'),
  )
