import type { Projection } from '../../../../src/costs/reports/projection.ts'
import { money } from '../../../../src/lib/format.ts'

/** The range of a projection in words; undefined where it has none. */
export const rangeWords = ({ lowUsd, highUsd }: Projection) =>
  lowUsd === highUsd ? undefined : `between ${money(lowUsd)} and ${money(highUsd)}`
