import { Elysia, ValidationError } from 'elysia'
import type { Issue } from '../lib/issue-words.ts'
import { Refusal, type RefusalCode } from '../lib/refusal.ts'
import { wrongFields } from './input.ts'

/** The status of each refusal; a new code does not compile without one. */
const answers: Record<RefusalCode, { status: number; title: string }> = {
  'bad-input': { status: 400, title: 'Something in the request is wrong' },
  unauthorized: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  'wrong-host': { status: 421, title: 'Not the name of this server' },
  'wrong-origin': { status: 403, title: 'Sent by another site' },
  'not-found': { status: 404, title: 'Not found' },
  'wrong-method': { status: 405, title: 'Not a method of this address' },
  conflict: { status: 409, title: 'Not possible as things are' },
  'terminal-unconfirmed': { status: 403, title: 'Not confirmed yet' },
  'confirm-needed': { status: 409, title: 'Needs to be confirmed' },
  'too-large': { status: 413, title: 'Too large' },
  'too-many': { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available now' },
}

/**
 * Turns an error into an RFC 9457 response. Refusals and input errors carry their own sentence; any other error only
 * yields the request id, by which the log has the rest.
 */
export function problemOf(error: unknown, requestId: string): Response {
  const refusal = refusalOf(error)
  if (!refusal)
    return problem(requestId, 'internal', 500, {
      title: 'Something went wrong on our side',
      detail: `Something went wrong on our side. The log has it under request ${requestId}.`,
    })
  const { status, title } = answers[refusal.code]
  return problem(requestId, refusal.code, status, { ...refusal.details, title, detail: refusal.message })
}

const requestIds = new WeakMap<Request, string>()

/** The id of a request in the log. */
export function requestIdOf(request: Request): string {
  const id = requestIds.get(request) ?? crypto.randomUUID()
  requestIds.set(request, id)
  return id
}

/**
 * Answers the errors of all routes, hands bugs to `log` and refusals to `refused`. `methodsAt` distinguishes a wrong method from an unknown
 * path.
 */
export const problems = (
  log: (error: unknown, about: { requestId: string; method: string; path: string }) => void,
  methodsAt: (path: string) => string[] = () => [],
  refused: (refusal: Refusal, request: Request, route: string) => void = () => {},
) =>
  new Elysia({ name: 'problems' }).onError({ as: 'global' }, ({ error, request, path, route }) => {
    const refusal = refusalOf(error)
    if (refusal) refused(refusal, request, route)
    const requestId = requestIdOf(request)
    if (isBug(error)) log(error, { requestId, method: request.method, path })
    const allow = refusalOf(error)?.code === 'not-found' && !(error instanceof Refusal) ? methodsAt(path) : []
    if (allow.length === 0) return problemOf(error, requestId)
    const detail = `This address answers ${allow.join(', ')}, not ${request.method}.`
    return problemOf(new Refusal('wrong-method', detail, { allow: allow.join(', ') }), requestId)
  })

/** Whether an error is a bug of ours and belongs in the log. */
export const isBug = (error: unknown) => refusalOf(error) === undefined

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  // A response that fails its schema is a bug of ours, although Elysia reports it like wrong input.
  if (error instanceof ValidationError)
    return error.type === 'response' ? undefined : new Refusal('bad-input', wrongFields(error.type, issuesOf(error)))
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'NOT_FOUND':
      return new Refusal('not-found', 'There is nothing at this address.')
    case 'PARSE':
      // Refusals from before the body was read arrive wrapped as well.
      if ((error as Error).cause instanceof Refusal) return (error as Error).cause as Refusal
      return new Refusal('bad-input', 'The body is not what its Content-Type says. Send JSON as application/json.')
    case 'INVALID_COOKIE_SIGNATURE':
    case 'INVALID_FILE_TYPE':
      return new Refusal('bad-input', 'Part of the request is not valid.')
    default:
      return unwritable(error)
  }
}

/** The sentences of a database that takes no writes, which is no bug of ours and nothing that the log explains better. */
function unwritable(error: unknown): Refusal | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'SQLITE_FULL')
    return new Refusal('unavailable', 'This could not be kept: the disk is full. Make room, then try again.')
  if (/^SQLITE_(READONLY|CANTOPEN|IOERR)/.test(code))
    return new Refusal(
      'unavailable',
      'This could not be kept: the data folder cannot be written. `wheelhouse doctor` says where it is.',
    )
  return undefined
}

/** Validates again to get the issues, because Elysia keeps only their texts. */
function issuesOf(error: ValidationError): Issue[] {
  const validator = error.validator as { schema?: unknown } & Record<string, unknown>
  const schema = ('~standard' in validator ? validator : validator.schema) as StandardSchema | undefined
  const result = schema?.['~standard'].validate(error.value)
  return result && !(result instanceof Promise) ? [...(result.issues ?? [])] : []
}

type StandardSchema = {
  '~standard': { validate(value: unknown): { issues?: readonly Issue[] } | Promise<unknown> }
}

function problem(requestId: string, code: string, status: number, members: Record<string, unknown>) {
  const body = { ...members, type: `urn:wheelhouse:${code}`, status, code, requestId }
  const retryAfter = members.retryAfterSeconds
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(typeof retryAfter === 'number' && { 'retry-after': String(retryAfter) }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(status === 405 && typeof members.allow === 'string' && { allow: members.allow }),
    },
  })
}
