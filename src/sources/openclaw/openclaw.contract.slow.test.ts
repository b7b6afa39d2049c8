import { holdsFor } from '../source.contract.ts'
import { jsonlWorld, sqliteWorld } from './testing/worlds.ts'

holdsFor('OpenClaw since 2026.7.2', sqliteWorld)
holdsFor('OpenClaw before 2026.7.2', jsonlWorld)
