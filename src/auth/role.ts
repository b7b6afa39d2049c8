/** The roles in order of rank: each may do everything that those before it may. */
export const roles = ['screen', 'viewer', 'operator', 'admin'] as const

export type Role = (typeof roles)[number]

export const isRole = (word: string): word is Role => (roles as readonly string[]).includes(word)

/** Whether a role includes another one. */
export const atLeast = (role: Role, needed: Role) => roles.indexOf(role) >= roles.indexOf(needed)
