import { holdsFor } from '../source.contract.ts'
import { codexWorld } from './testing/world.ts'

holdsFor('Codex', codexWorld)
