/** Runs before the first paint, so that no page flashes in another theme than its own. */
import { applyAppearance } from '../platform/apply-appearance.ts'

applyAppearance()
