import type { Config } from '../config/config.ts'
import { costsFeature } from '../costs/feature.ts'
import { costSettingsOf } from '../costs/settings.ts'
import { settingsOf } from '../feature.ts'
import type { ReadSettings } from '../reader/read-side.ts'
import { sessionsFeature } from '../sessions/feature.ts'
import { contextsFrom, stalledAfterFrom } from '../sessions/settings.ts'

/** What of the configuration decides how rows of the index are read. */
export function readSettings({ machine: host, timezone, subscriptions, sections }: Config): ReadSettings {
  const { dayUsd, budgets, blockLimit } = costSettingsOf(settingsOf(costsFeature, sections))
  return {
    host,
    timezone,
    subscriptions,
    budgetUsd: dayUsd,
    budgets,
    blockLimit,
    contexts: contextsFrom(settingsOf(sessionsFeature, sections)),
    stalledAfterMinutes: stalledAfterFrom(settingsOf(sessionsFeature, sections)),
  }
}
