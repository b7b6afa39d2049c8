import type { Finding, Source } from '../facts/source.ts'
import { createOpenClaw } from '../sources/openclaw/openclaw.ts'
import { createCommandLines, createDeclared } from '../sources/sources.ts'
import type { SourceConfig } from './messages.ts'

/** The sources of this machine, in every thread that reads them; their order gives each its number. */
export const sourcesFor = (
  { openclaw, folders, opencodeConfigs, custom = [], reading }: SourceConfig,
  findings: () => Finding[] = () => [],
): [ReturnType<typeof createOpenClaw>, ...Source[]] => [
  createOpenClaw(openclaw, { findings }, reading),
  ...(folders ? createCommandLines(folders, { limits: reading, opencodeConfigs }) : []),
  ...createDeclared(custom, reading),
]
