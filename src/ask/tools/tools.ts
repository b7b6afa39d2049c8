import { costs, costsByHour } from './costs.ts'
import { crons } from './crons.ts'
import { incidents, machine } from './machine.ts'
import { needsYou, stalls } from './needs.ts'
import { agents, sessions } from './sessions.ts'
import type { Tool } from './tool.ts'
import { transcripts } from './transcripts.ts'
import { workOutTool } from './work-out.ts'

/** Everything that a model may ask: questions of the product, none of which changes anything. */
export const tools: readonly Tool[] = [
  costs,
  costsByHour,
  sessions,
  agents,
  needsYou,
  stalls,
  crons,
  incidents,
  machine,
  transcripts,
  workOutTool,
]

/** Those that are there where words of transcripts may be read, or may not. */
export const toolsFor = (readsWords: boolean) => tools.filter(({ isOfWords }) => readsWords || isOfWords !== true)
