import type { Caller } from '../caller.ts'
import type { Role } from '../role.ts'

/** A caller whom a person signed in, and who may do all that the role allows. */
export const callerAs = (role: Role, rest: Partial<Caller> = {}): Caller => ({
  id: 'sign-in:a',
  role,
  name: 'a',
  mayAct: true,
  ...rest,
})
