import type { Role } from '../auth/role.ts'

/** Topics with the least role that may listen to each. A name such as `session:ID` stands for a family of topics. */
export type Topics = Record<string, Role>

/** The topics that several features publish under. A topic of one feature stands in its `feature.ts`. */
export const sharedTopics = {
  overview: 'screen',
  attention: 'screen',
  health: 'screen',
  // The contract names it. It is reserved: nothing is published under it yet.
  'logs:SOURCE': 'viewer',
} as const satisfies Topics
