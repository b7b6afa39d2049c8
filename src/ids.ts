/**
 * The only place that makes ids and takes them apart.
 *
 * | what      | id                         |
 * |-----------|----------------------------|
 * | agent     | `<runtime>:<slug>`         |
 * | session   | `<runtime>.<slug>.<uuid>`  |
 * | cron job  | `<runtime>:<job>`          |
 * | cron run  | `<job id>@<at>`            |
 *
 * Ids of this machine name no host. An id of another host carries its name in front: `<host>~<id>`. The tilde needs no
 * escape in a path or an address, occurs in no part of an id and in no host name; `@`, `.`, `:` and `-` do. Nothing
 * here imports anything, so that the UI may use it as well.
 */

/** The host of everything that was read on this machine, in the keys of the index as well. */
export const thisHost = ''

const hostMark = '~'
const part = '[A-Za-z0-9_-]+'
const runtime = '[a-z][a-z0-9-]*'
const partPattern = new RegExp(`^${part}$`)
const runtimePattern = new RegExp(`^${runtime}$`)
const hostPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/
const namedPattern = new RegExp(`^(${runtime}):(${part})$`)
const sessionPattern = new RegExp(`^(${runtime})\\.(${part})\\.(${part})$`)

/** What an agent id says. `host` is '' for this machine. */
type AgentIdParts = { host: string; runtime: string; slug: string }
type SessionIdParts = { host: string; runtime: string; agent: string; uuid: string }
type CronJobIdParts = { host: string; runtime: string; job: string }
type CronRunIdParts = { host: string; jobId: string; at: number }

type Local<Parts> = Omit<Parts, 'host'> & { host?: string }

/** Whether a name can stand in front of the ids of another host. */
export const isHostName = (name: string) => hostPattern.test(name)

/**
 * An id of this machine as it is called elsewhere: with the name of its host in front; unchanged for ''. Whatever a
 * host says of itself, the result belongs to that host. Throws for a name that is no host name.
 */
export function scopeId(host: string, id: string): string {
  if (host === thisHost) return id
  if (!isHostName(host)) throw new TypeError(`“${host}” cannot be the host of an id.`)
  return `${host}${hostMark}${id}`
}

/** The host an id belongs to; '' for this machine. */
export const hostOf = (id: string): string => split(id).host

/** The same id without its host, as that host itself calls it. */
export const withoutHost = (id: string): string => split(id).local

function split(id: string): { host: string; local: string } {
  const mark = id.indexOf(hostMark)
  const host = mark === -1 ? '' : id.slice(0, mark)
  return isHostName(host) ? { host, local: id.slice(mark + 1) } : { host: thisHost, local: id }
}

/** The makers throw for a part that would not be safe in a path: who names foreign things makes them safe before. */
export const makeAgentId = ({ host = thisHost, runtime, slug }: Local<AgentIdParts>): string =>
  scopeId(host, `${checkedRuntime(runtime)}:${checked(slug)}`)

export const makeSessionId = ({ host = thisHost, runtime, agent, uuid }: Local<SessionIdParts>): string =>
  scopeId(host, `${checkedRuntime(runtime)}.${checked(agent)}.${checked(uuid)}`)

export const makeCronJobId = ({ host = thisHost, runtime, job }: Local<CronJobIdParts>): string =>
  scopeId(host, `${checkedRuntime(runtime)}:${checked(job)}`)

/** The run of a job that began at a time (ms). It belongs to the host of its job. */
export const makeCronRunId = ({ jobId, at }: { jobId: string; at: number }): string => `${jobId}@${at}`

function checked(word: string) {
  if (!partPattern.test(word)) throw new TypeError(`“${word}” cannot be a part of an id.`)
  return word
}

function checkedRuntime(word: string) {
  if (!runtimePattern.test(word)) throw new TypeError(`“${word}” cannot be the runtime of an id.`)
  return word
}

/** The parsers answer undefined for what is no id of their kind. */
export function parseAgentId(id: string): AgentIdParts | undefined {
  const { host, local } = split(id)
  const [, runtime, slug] = namedPattern.exec(local) ?? []
  return runtime === undefined || slug === undefined ? undefined : { host, runtime, slug }
}

export function parseSessionId(id: string): SessionIdParts | undefined {
  const { host, local } = split(id)
  const [, runtime, agent, uuid] = sessionPattern.exec(local) ?? []
  if (runtime === undefined || agent === undefined || uuid === undefined) return undefined
  return { host, runtime, agent, uuid }
}

export function parseCronJobId(id: string): CronJobIdParts | undefined {
  const found = parseAgentId(id)
  return found && { host: found.host, runtime: found.runtime, job: found.slug }
}

export function parseCronRunId(id: string): CronRunIdParts | undefined {
  const mark = id.lastIndexOf('@')
  if (mark === -1) return undefined
  const [jobId, written] = [id.slice(0, mark), id.slice(mark + 1)]
  const job = parseCronJobId(jobId)
  const at = Number(written)
  return job && Number.isFinite(at) && String(at) === written ? { host: job.host, jobId, at } : undefined
}

/** Whose a session is; undefined for what is no session id. */
export function agentIdOfSession(id: string): string | undefined {
  const found = parseSessionId(id)
  return found && makeAgentId({ host: found.host, runtime: found.runtime, slug: found.agent })
}

/** Whether this is a session that a runtime on this machine has. */
export function isLocalSessionOf(runtime: string, id: string): boolean {
  const found = parseSessionId(id)
  return found?.host === thisHost && found.runtime === runtime
}

/** What to call an agent or a job of which only the id is known: its last part, or whatever it is. */
export const nameInId = (id: string): string => parseAgentId(id)?.slug ?? id
