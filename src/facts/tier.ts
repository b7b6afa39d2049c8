/** How a call was served: faster or first in line (fast mode, priority processing), or later and cheaper. */
export type Tier = 'priority' | 'flex' | 'batch'

/** The tiers by the numbers that are stored for them; 0 is the usual one. */
const tiers: readonly (Tier | undefined)[] = [undefined, 'priority', 'flex', 'batch']

/** The number of a tier; -1 for what is none. */
export const numberOfTier = (tier: Tier | undefined) => tiers.indexOf(tier)

export const tierOfNumber = (number: number): Tier | undefined => tiers[number]
