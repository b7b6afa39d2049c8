import { holdsFor } from '../source.contract.ts'
import { databaseWorld, fileWorld } from './testing/world.ts'

holdsFor('opencode in its database', databaseWorld)
holdsFor('opencode before it had one', fileWorld)
