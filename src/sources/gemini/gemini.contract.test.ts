import { holdsFor } from '../source.contract.ts'
import { linesWorld, objectsWorld } from './testing/world.ts'

holdsFor('Gemini CLI', linesWorld)
holdsFor('Gemini CLI before 2026', objectsWorld)
