import { echo, forge, quill, scout, skipper } from './agent-tasks.ts'
import { bosun, lookout, purser, rigger, sparks } from './background-tasks.ts'
import type { ModelName } from './models.ts'
import { codeRoutine, dataRoutine, opsRoutine, researchRoutine, wordsRoutine } from './routine-calls.ts'
import type { Call, Task } from './task.ts'

export type CrewMember = {
  id: string
  name: string
  emoji: string
  model: ModelName
  cwd: string
  /** How often it is asked, relative to the others. */
  busy: number
  tasks: Task[]
  /** What it does in every task besides. */
  routine: Call[]
}

const home = '/home/skipper'

/** The members of the crew, in the order of the roster. The first one is the main agent. */
export const crew: CrewMember[] = [
  {
    id: 'main',
    name: 'Skipper',
    emoji: '🦞',
    model: 'opus',
    cwd: `${home}/.openclaw/workspace`,
    busy: 6,
    tasks: skipper,
    routine: wordsRoutine,
  },
  {
    id: 'quill',
    name: 'Quill',
    emoji: '🪶',
    model: 'sonnet',
    cwd: `${home}/writing`,
    busy: 4,
    tasks: quill,
    routine: wordsRoutine,
  },
  {
    id: 'forge',
    name: 'Forge',
    emoji: '⚒️',
    model: 'opus',
    cwd: `${home}/code/lighthouse`,
    busy: 7,
    tasks: forge,
    routine: codeRoutine,
  },
  {
    id: 'scout',
    name: 'Scout',
    emoji: '🔭',
    model: 'sonnet',
    cwd: `${home}/research`,
    busy: 4,
    tasks: scout,
    routine: researchRoutine,
  },
  {
    id: 'echo',
    name: 'Echo',
    emoji: '🐬',
    model: 'sonnet',
    cwd: `${home}/data/sonar`,
    busy: 4,
    tasks: echo,
    routine: dataRoutine,
  },
  {
    id: 'rigger',
    name: 'Rigger',
    emoji: '🪢',
    model: 'haiku',
    cwd: `${home}/ops`,
    busy: 2,
    tasks: rigger,
    routine: opsRoutine,
  },
  {
    id: 'purser',
    name: 'Purser',
    emoji: '🪙',
    model: 'gpt',
    cwd: `${home}/ledger`,
    busy: 2,
    tasks: purser,
    routine: dataRoutine,
  },
  {
    id: 'sparks',
    name: 'Sparks',
    emoji: '📻',
    model: 'haiku',
    cwd: `${home}/.openclaw/workspace-sparks`,
    busy: 2,
    tasks: sparks,
    routine: wordsRoutine,
  },
  {
    id: 'lookout',
    name: 'Lookout',
    emoji: '🦉',
    model: 'unpriced',
    cwd: `${home}/ops/watch`,
    busy: 1,
    tasks: lookout,
    routine: opsRoutine,
  },
  {
    id: 'bosun',
    name: 'Bosun',
    emoji: '🦭',
    model: 'local',
    cwd: `${home}/.openclaw/workspace-bosun`,
    busy: 1,
    tasks: bosun,
    routine: opsRoutine,
  },
]

const byId = new Map(crew.map((member) => [member.id, member]))

export const memberOf = (agentId: string): CrewMember => byId.get(agentId)!
