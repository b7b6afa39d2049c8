import type { Reading, ServiceState, Step, StepKey, Verb } from './service.ts'

/** How a service was before something was asked of it. */
export type Before = {
  life: string | null
  state: ServiceState
  pid: number | null
  /** Null where it is not known, and in acts from before this was written down. */
  version?: string | null
}

/** How long each part of an act may take, in ms. */
export type Limits = { endMs: number; beginMs: number; answerMs: number; steadyMs: number }

/** An act that is watched, as plain data: it can be written down, and watched on by another process. */
export type Watch = {
  verb: Verb
  before: Before
  limits: Limits
  /** Whether it says by itself that it is ready. */
  answers: boolean
  steps: Step[]
  /** Since when it has been well without a break in one life. */
  wellSince: number | null
  wellLife: string | null
}

export type Verdict = { kind: 'going' } | { kind: 'done' } | { kind: 'failed'; reason: string }

const stepsOf: Record<Verb, StepKey[]> = {
  start: ['ask', 'begin', 'answer', 'steady'],
  stop: ['ask', 'end', 'steady'],
  restart: ['ask', 'end', 'begin', 'answer', 'steady'],
  update: ['ask', 'end', 'begin', 'answer', 'steady'],
}

export function beginWatch(
  { verb, before, limits, answers, ask }: Pick<Watch, 'verb' | 'before' | 'limits' | 'answers'> & { ask: string },
  now: number,
): Watch {
  const wasThere = isThere(before.state)
  const steps = stepsOf[verb]
    .filter((key) => (key !== 'answer' || answers) && (key !== 'end' || wasThere))
    .map(
      (key, at): Step => ({
        key,
        name: nameOf(key, verb, before, ask),
        state: at === 0 ? 'now' : 'open',
        since: at === 0 ? now : null,
        until: null,
        words: null,
      }),
    )
  return { verb, before, limits, answers, steps, wellSince: null, wellLife: null }
}

function nameOf(key: StepKey, verb: Verb, { pid }: Before, ask: string): string {
  switch (key) {
    case 'ask':
      return ask
    case 'end':
      return verb === 'update' ? 'Install the new version' : pid === null ? 'Stop' : `Stop process ${pid}`
    case 'begin':
      return verb === 'start' ? 'Start' : 'Start again'
    case 'answer':
      return 'Answer'
    case 'steady':
      return verb === 'stop' ? 'Stay stopped' : 'Stay up'
  }
}

const isThere = (state: ServiceState) => state === 'running' || state === 'starting' || state === 'stopping'

/** The request went out. */
export const asked = (watch: Watch, now: number): Watch => ({ ...watch, steps: finish(watch.steps, 'ask', now) })

/**
 * Looks at a service that something was asked of: how far it has come, and whether it is over. Only what is seen counts;
 * whatever the manager answered proves nothing.
 */
export function advance(watch: Watch, reading: Reading, now: number): { watch: Watch; verdict: Verdict } {
  const { verb, before, limits } = watch
  let { steps, wellSince, wellLife } = watch
  const isSame = before.life !== null && reading.life === before.life && isThere(before.state)
  const isUp = reading.state === 'running'
  const isNew = !isSame && (isThere(reading.state) || reading.life !== before.life)
  const has = (key: StepKey) => steps.some((step) => step.key === key)
  const isOver = (key: StepKey) => !steps.some((step) => step.key === key && step.state !== 'done')
  const go = (next: Step[], verdict: Verdict = { kind: 'going' }) => ({
    watch: { ...watch, steps: next, wellSince, wellLife },
    verdict,
  })
  const fail = (reason: string) =>
    go(
      steps.map((step) =>
        step.state === 'now' ? { ...step, state: 'failed' as const, until: now, words: null } : step,
      ),
      { kind: 'failed', reason },
    )

  if (!isOver('ask')) return go(steps)
  if (has('end') && !isOver('end')) {
    const isEnded = !isSame && reading.state !== 'stopping' && reading.state !== 'unknown'
    if (!isEnded) {
      steps = say(
        steps,
        'end',
        reading.state === 'stopping' || reading.state === 'unknown' ? reading.reason : null,
        now,
      )
      const since = steps.find(({ key }) => key === 'end')?.since ?? now
      return now - since > limits.endMs ? fail(stillThere(verb, reading, limits.endMs)) : go(steps)
    }
    steps = finish(steps, 'end', now)
  }

  if (verb === 'stop') {
    if (isUp || (reading.state === 'starting' && reading.life !== null)) {
      // Something else has started it again, or it was not told.
      if (has('end') && isOver('end'))
        return fail(
          `It stopped and is running again${reading.pid === null ? '' : ` as process ${reading.pid}`}: something else starts it.`,
        )
      return go(steps)
    }
    // Who is not seen may run.
    if (reading.state === 'unknown') wellSince = null
    else wellSince ??= now
    steps = say(steps, 'steady', reading.state === 'unknown' ? reading.reason : null, now)
    if (wellSince === null) {
      const since = steps.find(({ key }) => key === 'steady')?.since ?? now
      return now - since > limits.endMs ? fail(stillThere(verb, reading, limits.endMs)) : go(steps)
    }
    if (now - wellSince < limits.steadyMs) return go(steps)
    return go(finish(steps, 'steady', now), { kind: 'done' })
  }

  if (!isOver('begin')) {
    steps = say(steps, 'begin', reading.state === 'unknown' ? reading.reason : null, now)
    if (reading.state === 'failed' && isNew) return fail(sentence(reading.reason ?? 'failed'))
    // One that is expected and not seen yet has not begun.
    if (!isThere(reading.state) || isSame || reading.state === 'stopping' || reading.life === null) {
      const since = steps.find(({ key }) => key === 'begin')?.since ?? now
      return now - since > limits.beginMs ? fail(notStarted(reading, limits.beginMs)) : go(steps)
    }
    steps = rename(finish(steps, 'begin', now), 'begin', reading.pid === null ? null : `Start process ${reading.pid}`)
  }

  if (reading.state === 'failed' || reading.state === 'stopped') {
    // One that is started again and again by its manager is looked at until it stays up, or the time is over.
    const how = reading.reason ?? (verb === 'start' ? 'ended again' : 'ended again after it had started')
    return fail(sentence(how))
  }
  const isWell = isUp && reading.ready !== false
  if (!isWell || (wellLife !== null && wellLife !== reading.life)) {
    wellSince = null
    wellLife = null
  }
  if (has('answer') && !isOver('answer')) {
    steps = say(steps, 'answer', isWell ? null : reading.reason, now)
    if (!isWell) {
      const since = steps.find(({ key }) => key === 'answer')?.since ?? now
      return now - since > limits.answerMs
        ? fail(
            `It runs, and does not answer after ${seconds(limits.answerMs)}${reading.reason ? `: ${reading.reason}` : ''}.`,
          )
        : go(steps)
    }
    steps = rename(finish(steps, 'answer', now), 'answer', answerOf(verb, reading))
  }
  if (!isWell) {
    const since = steps.find(({ key }) => key === 'steady')?.since ?? now
    return now - since > limits.answerMs
      ? fail(`It does not stay up${reading.reason ? `: ${reading.reason}` : ''}.`)
      : go(say(steps, 'steady', reading.reason, now))
  }
  wellSince ??= now
  wellLife ??= reading.life
  steps = say(steps, 'steady', null, now)
  if (now - wellSince < limits.steadyMs) return go(steps)
  if (verb === 'update' && reading.version !== null && reading.version === before.version)
    return fail(`It restarted, and is version ${reading.version} still: nothing newer was installed.`)
  return go(finish(steps, 'steady', now), { kind: 'done' })
}

function stillThere(verb: Verb, { state, pid, reason }: Reading, ms: number): string {
  if (state === 'unknown') return `Whether it ended cannot be seen: ${reason ?? 'nobody says'}.`
  const what = state === 'stopping' ? 'It is still stopping' : 'Nothing changed'
  return `${what} after ${seconds(ms)}${pid === null ? '' : `; process ${pid} still runs`}. ${verb === 'stop' ? 'It was asked to stop and did not.' : 'It was asked to restart and did not.'}`
}

const notStarted = ({ state, reason }: Reading, ms: number) =>
  state === 'unknown'
    ? `Whether it started cannot be seen: ${reason ?? 'nobody says'}.`
    : `It did not start within ${seconds(ms)}${reason ? `: ${reason}` : ''}.`

function answerOf(verb: Verb, { port, version }: Reading): string | null {
  if (verb === 'update' && version !== null) return `Version ${version} answers`
  return port === null ? null : `Port ${port} answers`
}

const seconds = (ms: number) => (ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`)

/** Half a sentence about a service as a whole one: `ended by SIGTERM` as well as `its disk is full`. */
function sentence(words: string) {
  const whole = /^(ended|keeps|could|failed|did|has|is)\b/.test(words)
    ? `It ${words}`
    : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}

/** Marks a step as done, with those before it, and begins the next. */
function finish(steps: Step[], key: StepKey, now: number): Step[] {
  const at = steps.findIndex((step) => step.key === key)
  if (at < 0) return steps
  return steps.map((step, place) => {
    if (place <= at)
      return step.state === 'done'
        ? step
        : { ...step, state: 'done' as const, since: step.since ?? now, until: now, words: null }
    return place === at + 1 && step.state === 'open' ? { ...step, state: 'now' as const, since: now } : step
  })
}

const say = (steps: Step[], key: StepKey, words: string | null, now: number): Step[] =>
  steps.map((step) => (step.key === key ? { ...step, state: 'now' as const, since: step.since ?? now, words } : step))

const rename = (steps: Step[], key: StepKey, name: string | null): Step[] =>
  name === null ? steps : steps.map((step) => (step.key === key ? { ...step, name } : step))
