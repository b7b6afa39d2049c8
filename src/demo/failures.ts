import { pick, type Random } from './random.ts'
import type { PlannedFailure } from './world.ts'

/** Failures of runs, in the words of the gateway. */
const failures: PlannedFailure[] = [
  {
    status: 'failed',
    error: 'Usage limit reached. It resets on Monday at 09:00.',
    code: 'usage_limit_reached',
    httpStatus: 429,
  },
  {
    status: 'failed',
    error: 'The model is overloaded. Please try again later.',
    code: 'overloaded_error',
    httpStatus: 529,
  },
  {
    status: 'failed',
    error: 'Tool payload does not match its schema.',
    code: 'invalid_request_error',
    httpStatus: 400,
  },
  { status: 'failed', error: 'aborted | connection closed by the provider | 20', code: null, httpStatus: null },
  {
    status: 'timeout',
    error: 'run timed out after 600 s (last phase: model-call-started)',
    code: null,
    httpStatus: null,
  },
  { status: 'killed', error: 'stopped by operator', code: null, httpStatus: null },
]

export const taskFailure = (random: Random): PlannedFailure => pick(random, failures)

/** A failure of a session that no person began. */
export const spontaneousFailure = (random: Random): PlannedFailure => pick(random, failures.slice(0, 4))

const cronFailures: PlannedFailure[] = [
  { status: 'failed', error: 'exit 1: IMAP login timed out', code: 'tool_error', httpStatus: 400 },
  {
    status: 'timeout',
    error: 'cron: job execution timed out (last phase: model-call-started)',
    code: null,
    httpStatus: null,
  },
]

export const cronFailure = (random: Random): PlannedFailure => pick(random, cronFailures)
