import type { Agent } from '../agents/agent.ts'
import type { Agents } from '../agents/agents.ts'
import type { Costs } from '../costs/costs.ts'
import type { CostsToday } from '../costs/reports/report.ts'
import type { CronJob } from '../crons/cron.ts'
import type { Crons } from '../crons/crons.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { byActivity } from '../sessions/state.ts'
import { listedSessions } from './overview.ts'

export type OverviewReads = ReturnType<typeof overviewReads>

/** The rows of the index that the first page shows. */
type OverviewRows = { agents: Agent[]; sessions: Session[]; costs: CostsToday; crons: CronJob[] }

type Deps = { agents: Agents; sessions: Sessions; costs: Costs; crons: Crons }

export const overviewReads = ({ agents, sessions, costs, crons }: Deps) => ({
  overviewRows: (): OverviewRows => ({
    agents: agents.all(),
    sessions: sessions.latest(listedSessions).sort(byActivity),
    costs: costs.today(),
    crons: crons.jobs(),
  }),
})
