import { A } from '@solidjs/router'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { CronDetail, PricedRun } from '../../../src/crons/cron.ts'
import { wordsIn } from '../../../src/crons/definition-words.ts'
import { ago, clock, cost, duration, relativeTime, tokens, whole } from '../../../src/lib/format.ts'
import { failureOf } from '../../../src/sessions/failure.ts'
import { CostText } from '../../components/cost-text.tsx'
import { errorOfJob, isFailing } from '../../components/cron-job-labels.ts'
import { RawError } from '../../components/raw-error.tsx'
import { scheduleLabel } from '../../components/schedule-labels.ts'
import { type Mark, StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'
import type { Asked } from './create-acts.ts'
import type { Crons } from './create-crons.ts'
import { isFlapping, missWords, nextWords, zoneWords } from './job-words.ts'

const hrefOf = (sessionId: string) => `/sessions/${encodeURIComponent(sessionId)}`

/** How a job went: its trouble in words, what it is, and every run that is kept, with what it cost. */
export function JobRuns(props: { job: CronDetail; crons: Crons; asked: Asked | undefined }) {
  const error = () => errorOfJob(props.job)
  const month = () => props.crons.costOf(props.job.id)
  const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const expr = () => (props.job.schedule.kind === 'cron' ? props.job.schedule.expr : null)
  /** Runs and planned times that passed without one, the latest first. */
  const lines = createMemo(() =>
    [
      ...props.job.latestRuns.map((run) => ({ at: run.at, run, miss: undefined })),
      ...props.job.misses.map((miss) => ({ at: miss.at, run: undefined, miss })),
    ].sort((a, b) => b.at - a.at),
  )
  const mostUsd = createMemo(() => Math.max(0, ...props.job.latestRuns.map(({ costUsd }) => costUsd ?? 0)))

  return (
    <>
      <Show when={props.asked}>{(asked) => <Followed job={props.job} asked={asked()} />}</Show>
      <Show when={isFailing(props.job) && props.job.enabled}>
        <div class="job-trouble" data-level="danger">
          <StateMark mark="stopped" label="" />
          <p>
            <b>
              {isFlapping(props.job)
                ? `Flapping: failed ${whole(props.job.streak!.count)} times in a row`
                : 'The last run failed'}
            </b>
            <Show when={error()} fallback=". The runtime does not say why.">
              {(error) => (
                <>
                  : {failureOf(error()).words} <RawError raw={error()} />
                  <span class="advice quiet">{failureOf(error()).advice.replaceAll('`', '')}</span>
                </>
              )}
            </Show>
          </p>
        </div>
      </Show>
      <Show when={props.job.enabled && props.job.misses.length > 0}>
        <div class="job-trouble" data-level="warn">
          <StateMark mark="waiting" label="" />
          <p>
            <b>
              {props.job.misses.length === 1
                ? 'A planned time passed'
                : `${whole(props.job.misses.length)} planned times passed`}{' '}
              without a run
            </b>{' '}
            in the last week. OpenClaw says nothing of a run that it lost; Wheelhouse compares the plan with what ran.
          </p>
        </div>
      </Show>
      <Show when={props.job.enabled && props.job.overlaps.length > 0}>
        <div class="job-trouble" data-level="warn">
          <StateMark mark="waiting" label="" />
          <p>
            <b>It overlaps itself</b>: a run takes longer than the time to the next one. Run it less often, or stop it
            earlier.
          </p>
        </div>
      </Show>
      <dl class="job-facts">
        <dt>Schedule</dt>
        <dd>
          {scheduleLabel(props.job.schedule)}
          <Show when={expr() && expr() !== scheduleLabel(props.job.schedule)}>
            {' '}
            <code>{expr()}</code>
          </Show>
          <Show when={zoneWords(props.job, viewerZone)}>{(words) => <span class="quiet"> {words()}</span>}</Show>
        </dd>
        <dt>Next</dt>
        <dd>{nextWords(props.job, now())}</dd>
        <dt>Last</dt>
        <dd>
          {props.job.lastAt === null ? 'never' : ago(props.job.lastAt, now())}
          <Show when={props.job.lastDurationMs !== null}>
            <span class="quiet">
              , {duration(props.job.lastDurationMs)}
              <Show when={props.job.usualMs !== null}>, usually {duration(props.job.usualMs)}</Show>
            </span>
          </Show>
        </dd>
        <dt>Model</dt>
        <dd class="cut">{props.job.model ?? 'that of its agent'}</dd>
        <dt>Delivers to</dt>
        <dd class="cut">{props.job.delivery ?? 'nobody'}</dd>
        <dt>This month</dt>
        <dd>
          <CostText
            words={cost(month()?.costUsd ?? null, (month()?.unpricedTokens ?? 0) + (month()?.boundTokens ?? 0) > 0)}
          />
          <Show when={month()}>{(row) => <span class="quiet">, {tokens(row().totalTokens)} tokens</span>}</Show>
        </dd>
      </dl>
      <Show when={wordsIn(props.job.definition)}>{(words) => <p class="job-says">{words()}</p>}</Show>
      <h3 class="label">
        Runs
        <Show when={props.job.firstRunAt}>
          {(at) => <span class="quiet">, kept since {relativeTime(at(), now())}, also where OpenClaw forgot them</span>}
        </Show>
      </h3>
      <Show when={lines().length > 0} fallback={<p class="empty">It has not run yet.</p>}>
        <ul class="rows job-runs">
          <For each={lines()}>
            {({ at, run, miss }) => (
              <Show
                when={run}
                fallback={
                  <li data-miss="">
                    <StateMark mark="waiting" label="" />
                    <Moment at={at} />
                    <span class="cut missed-words">{miss && missWords[miss.why]}</span>
                  </li>
                }
              >
                {(run) => <RunLine run={run()} isOverlap={props.job.overlaps.includes(at)} mostUsd={mostUsd()} />}
              </Show>
            )}
          </For>
        </ul>
      </Show>
    </>
  )
}

const markOfRun: Record<PricedRun['status'], Mark> = {
  ok: 'healthy',
  error: 'stopped',
  'timed-out': 'stopped',
  running: 'working',
  skipped: 'idle',
}

const statusWords: Record<PricedRun['status'], string> = {
  ok: 'ran well',
  error: 'failed',
  'timed-out': 'ran out of time',
  running: 'runs',
  skipped: 'was skipped',
}

const Moment = (props: { at: number }) => (
  <time datetime={new Date(props.at).toISOString()} title={new Date(props.at).toISOString()}>
    {new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' }).format(props.at)}{' '}
    <b>{clock(props.at)}</b>
  </time>
)

function RunLine(props: { run: PricedRun; isOverlap: boolean; mostUsd: number }) {
  const took = () => (props.run.status === 'running' ? duration(now() - props.run.at) : duration(props.run.durationMs))
  const words = () =>
    props.run.error ? failureOf(props.run.error).words : (props.run.summary ?? statusWords[props.run.status])
  return (
    <li data-status={props.run.status}>
      <StateMark mark={markOfRun[props.run.status]} label={statusWords[props.run.status]} />
      <Moment at={props.run.at} />
      <span class="took">{took()}</span>
      <span class="right money">
        <CostText words={cost(props.run.costUsd, props.run.costIsLowerBound)} />
      </span>
      <span class="said cut" title={props.run.error ?? props.run.summary ?? undefined}>
        <Show when={props.isOverlap}>
          <span class="overlap-words">overlaps the run before it. </span>
        </Show>
        <Show when={props.run.byHand}>by hand. </Show>
        {words()}
        <Show when={props.run.error}>{(error) => <RawError raw={error()} />}</Show>
      </span>
      <Show when={props.run.sessionId}>
        {(id) => (
          <A class="session" href={hrefOf(id())}>
            Session
          </A>
        )}
      </Show>
    </li>
  )
}

/** A run that was asked for on this page, until it is over: queued, running, and how it ended. */
function Followed(props: { job: CronDetail; asked: Asked }) {
  const run = () => props.job.latestRuns.findLast((one) => one.at >= props.asked.at - 1_000 && one.byHand !== false)
  const isRunning = () => (run() ? run()!.status === 'running' : props.asked.isBegun)
  return (
    <div class="job-followed" aria-live="polite">
      <Switch
        fallback={
          <>
            <StateMark mark="idle" label="" />
            <p>
              <b>Queued</b>{' '}
              <span class="quiet">
                {duration(Math.max(0, now() - props.asked.at))}, the gateway begins it when it has room
              </span>
            </p>
          </>
        }
      >
        <Match when={isRunning()}>
          <StateMark mark="working" label="" />
          <p>
            <b>Running</b> <span class="quiet">{duration(Math.max(0, now() - (run()?.at ?? props.asked.at)))}</span>{' '}
            <Show when={run()?.sessionId}>{(id) => <A href={hrefOf(id())}>Open its session</A>}</Show>
          </p>
        </Match>
        <Match when={run()}>
          {(run) => (
            <>
              <StateMark mark={markOfRun[run().status]} label="" />
              <p>
                <b>{run().status === 'ok' ? 'Done' : capitalized(statusWords[run().status])}</b>{' '}
                <span class="quiet">
                  after {duration(run().durationMs)}
                  {run().error ? `: ${failureOf(run().error!).words}` : ''}
                </span>{' '}
                <Show when={run().sessionId}>{(id) => <A href={hrefOf(id())}>Open its session</A>}</Show>
              </p>
            </>
          )}
        </Match>
      </Switch>
    </div>
  )
}

const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
