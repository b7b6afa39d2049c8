import { holdsFor } from '../source.contract.ts'
import { sessionWorld, subagentWorld } from './testing/home.ts'

holdsFor('Claude Code', sessionWorld)
holdsFor('Claude Code with sub-agents', subagentWorld)
