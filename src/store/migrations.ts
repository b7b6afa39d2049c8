import indexInit from './migrations/index/001-init.sql' with { type: 'text' }
import indexCosts from './migrations/index/002-costs.sql' with { type: 'text' }
import indexPrices from './migrations/index/003-prices.sql' with { type: 'text' }
import indexRows from './migrations/index/004-rows.sql' with { type: 'text' }
import indexNames from './migrations/index/005-names.sql' with { type: 'text' }
import indexHosts from './migrations/index/006-hosts.sql' with { type: 'text' }
import indexNarrow from './migrations/index/007-narrow.sql' with { type: 'text' }
import indexManySessions from './migrations/index/020-many-sessions.sql' with { type: 'text' }
import indexTotals from './migrations/index/021-totals.sql' with { type: 'text' }
import indexWaits from './migrations/index/022-waits.sql' with { type: 'text' }
import indexContextWindows from './migrations/index/023-context-windows.sql' with { type: 'text' }
import indexFees from './migrations/index/024-fees.sql' with { type: 'text' }
import indexFiles from './migrations/index/026-files.sql' with { type: 'text' }
import indexCronDefinitions from './migrations/index/027-cron-definitions.sql' with { type: 'text' }
import indexOutside from './migrations/index/028-outside.sql' with { type: 'text' }
import indexWorktrees from './migrations/index/029-worktrees.sql' with { type: 'text' }
import indexLimitReadings from './migrations/index/030-limit-readings.sql' with { type: 'text' }
import logsInit from './migrations/logs/001-init.sql' with { type: 'text' }
import metricsInit from './migrations/metrics/001-init.sql' with { type: 'text' }
import wheelhouseInit from './migrations/wheelhouse/001-init.sql' with { type: 'text' }
import wheelhouseBudgets from './migrations/wheelhouse/002-budgets.sql' with { type: 'text' }
import wheelhouseActing from './migrations/wheelhouse/003-acting.sql' with { type: 'text' }
import wheelhouseNeeds from './migrations/wheelhouse/004-needs.sql' with { type: 'text' }
import wheelhouseFigures from './migrations/wheelhouse/005-figures.sql' with { type: 'text' }
import wheelhouseAnnotations from './migrations/wheelhouse/006-annotations.sql' with { type: 'text' }
import wheelhouseCronDeadlines from './migrations/wheelhouse/007-cron-deadlines.sql' with { type: 'text' }
import wheelhouseApprovals from './migrations/wheelhouse/008-approvals.sql' with { type: 'text' }
import wheelhouseControls from './migrations/wheelhouse/009-controls.sql' with { type: 'text' }
import wheelhouseActs from './migrations/wheelhouse/010-acts.sql' with { type: 'text' }
import wheelhouseGatewayChanges from './migrations/wheelhouse/011-gateway-changes.sql' with { type: 'text' }
import wheelhouseSessionActs from './migrations/wheelhouse/012-session-acts.sql' with { type: 'text' }
import wheelhouseBreaker from './migrations/wheelhouse/013-breaker.sql' with { type: 'text' }
import wheelhouseOfficeLayouts from './migrations/wheelhouse/014-office-layouts.sql' with { type: 'text' }
import wheelhouseAgentLooks from './migrations/wheelhouse/015-agent-looks.sql' with { type: 'text' }
import wheelhouseMutedErrors from './migrations/wheelhouse/016-muted-errors.sql' with { type: 'text' }
import wheelhouseAlerts from './migrations/wheelhouse/017-alerts.sql' with { type: 'text' }
import wheelhouseNotifications from './migrations/wheelhouse/018-notifications.sql' with { type: 'text' }
import wheelhouseAsk from './migrations/wheelhouse/019-ask.sql' with { type: 'text' }

/** The migrations in order. A shipped migration is never edited; a mistake is corrected by a new one. */
export const migrations = {
  index: [
    indexInit,
    indexCosts,
    indexPrices,
    indexRows,
    indexNames,
    indexHosts,
    indexNarrow,
    indexManySessions,
    indexTotals,
    indexWaits,
    indexContextWindows,
    indexFees,
    indexFiles,
    indexCronDefinitions,
    indexOutside,
    indexWorktrees,
    indexLimitReadings,
  ],
  wheelhouse: [
    wheelhouseInit,
    wheelhouseBudgets,
    wheelhouseActing,
    wheelhouseNeeds,
    wheelhouseFigures,
    wheelhouseAnnotations,
    wheelhouseCronDeadlines,
    wheelhouseApprovals,
    wheelhouseControls,
    wheelhouseActs,
    wheelhouseGatewayChanges,
    wheelhouseSessionActs,
    wheelhouseBreaker,
    wheelhouseOfficeLayouts,
    wheelhouseAgentLooks,
    wheelhouseMutedErrors,
    wheelhouseAlerts,
    wheelhouseNotifications,
    wheelhouseAsk,
  ],
  logs: [logsInit],
  metrics: [metricsInit],
} satisfies Record<string, string[]>
