import type { Credential } from '../auth/credential-kind.ts'
import type { Role } from '../auth/role.ts'

/** The stages of an action: asked for, then done or failed; `refused` for want of a right. */
export type Stage = 'asked' | 'done' | 'failed' | 'refused'

export type AuditLine = {
  id: number
  at: number
  /** Joins the lines of one action. */
  actId: string
  stage: Stage
  /** The name of the caller and, in brackets, the id of the credential. */
  who: string
  role: Role
  /** What kind of credential acted; null in lines from before this was recorded. */
  credential: Credential | null
  action: string
  target: string
  detail: string | null
}
