import type { Credential } from '../auth/credential-kind.ts'
import type { Role } from '../auth/role.ts'

/** The stages of an action: asked for, then done or failed; `refused` before it was begun. */
export type Stage = 'asked' | 'done' | 'failed' | 'refused'

/** The role of who acted; nobody's where a call without a credential was refused. */
export type ActorRole = Role | 'nobody'

export type AuditLine = {
  id: number
  at: number
  /** Joins the lines of one action. */
  actId: string
  stage: Stage
  /** The name of the caller and, in brackets, the id of the credential. */
  who: string
  role: ActorRole
  /** What kind of credential acted; null where there was none, and in lines from before this was recorded. */
  credential: Credential | null
  action: string
  target: string
  detail: string | null
}
