import type { Config } from '../config/config.ts'
import type { Demo } from '../demo/demo.ts'

/**
 * The configuration with which the demo is read: its own homes and budgets, nothing of the person's, and no
 * subscription that would pay for what is made up. Where pages are served stays as it is configured.
 */
export const demoConfig = (config: Config, { home, folders, configFile, sections }: Demo): Config => ({
  ...config,
  subscriptions: [],
  openclaw: { homes: [home], configPath: null },
  folders,
  opencodeConfigs: [],
  hookFolders: [],
  custom: [],
  reading: {},
  gateway: { url: null, token: null },
  configFile,
  sections,
})
