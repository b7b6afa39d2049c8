import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ActivityEntry } from '../../../src/activity/activity-entry.ts'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { duration, money, percent } from '../../../src/lib/format.ts'
import { failureOf } from '../../../src/sessions/failure.ts'
import { RawError } from '../../components/raw-error.tsx'
import { actedWords } from './acted-words.ts'

/** The latest activity on one line, the newest first. Assistive technology does not announce it; it announces the verdict. */
export function ActivityLog(props: { lines: ActivityEntry[] }) {
  return (
    <section class="activity-log" aria-label="Ship's log">
      <span class="label">Ship's log</span>
      <div class="activity-lines" role="log" aria-live="off">
        <Show when={props.lines.length > 0} fallback={<span class="quiet">Nothing has happened in the last day.</span>}>
          <For each={props.lines}>{(line) => <Line line={line} />}</For>
        </Show>
      </div>
    </section>
  )
}

const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

function Line(props: { line: ActivityEntry }) {
  return (
    <span class="activity-line" data-level={isBad(props.line) ? 'danger' : undefined}>
      <time datetime={new Date(props.line.at).toISOString()}>{seconds.format(props.line.at)}</time>{' '}
      <EntryText line={props.line} />
    </span>
  )
}

/** The page of what an entry is about; undefined where it has none. */
function hrefOf(line: ActivityEntry): string | undefined {
  switch (line.kind) {
    case 'session.started':
    case 'subagent.started':
    case 'session.finished':
    case 'session.stopped':
    case 'session.waits':
    case 'context.filling':
      return `/sessions/${encodeURIComponent(line.sessionId)}`
    case 'cron.ran':
      return line.sessionId === null
        ? `/agents/${encodeURIComponent(line.agentId)}`
        : `/sessions/${encodeURIComponent(line.sessionId)}`
    case 'budget.crossed':
      return `/costs?figure=${encodeURIComponent(`budget:${line.budget}`)}`
    case 'incident.raised':
    case 'incident.over':
      return `/alerts/incidents/${line.incidentId}`
    case 'source.lost':
    case 'source.found':
      return '/settings/sources'
    case 'acted':
      return undefined
  }
}

const isBad = (line: ActivityEntry) =>
  (line.kind === 'session.stopped' && line.how !== 'killed') ||
  (line.kind === 'cron.ran' && line.status !== 'ok') ||
  (line.kind === 'incident.raised' && line.severity === 'severe') ||
  line.kind === 'source.lost'

function EntryText(props: { line: ActivityEntry }): JSX.Element {
  const as = <Kind extends ActivityEntry['kind']>(...kinds: Kind[]) => {
    const { line } = props
    return (kinds as string[]).includes(line.kind) ? (line as Extract<ActivityEntry, { kind: Kind }>) : undefined
  }
  return (
    <Switch>
      <Match when={as('session.started')}>
        {(it) => <About href={hrefOf(props.line)} who={it().agent} words="began" title={it().title} />}
      </Match>
      <Match when={as('subagent.started')}>
        {(it) => (
          <About href={hrefOf(props.line)} who={it().by ?? it().agent} words="started a sub-agent" title={it().title} />
        )}
      </Match>
      <Match when={as('session.finished')}>
        {(it) => <About href={hrefOf(props.line)} who={it().agent} words="finished" title={it().title} />}
      </Match>
      <Match when={as('incident.raised', 'incident.over')}>
        {(it) => (
          <About
            href={hrefOf(props.line)}
            who={it().title ?? 'An alert'}
            words={it().kind === 'incident.over' ? 'is over' : 'was raised'}
            title={null}
          />
        )}
      </Match>
      <Match when={as('session.waits')}>
        {(it) => (
          <About href={hrefOf(props.line)} who={it().agent} words="waits for you" title={it().reason ?? it().title} />
        )}
      </Match>
      <Match when={as('session.stopped')}>
        {(it) =>
          it().how === 'stalled' ? (
            <About href={hrefOf(props.line)} who={it().agent} words={stops.stalled} title={it().title} />
          ) : (
            <Failed
              href={hrefOf(props.line)}
              who={it().agent}
              words={stops[it().how]}
              error={it().reason}
              title={it().title}
            />
          )
        }
      </Match>
      <Match when={as('context.filling')}>
        {(it) => (
          <About
            href={hrefOf(props.line)}
            who={it().agent}
            words={`context at ${percent(it().percent)}`}
            title={it().title}
          />
        )}
      </Match>
      <Match when={as('cron.ran')}>
        {(it) => (
          <Failed
            href={hrefOf(props.line)}
            who={it().job}
            words={`${runs[it().status]}${it().durationMs === null ? '' : ` ${it().status === 'ok' ? 'in' : 'after'} ${duration(it().durationMs)}`}`}
            error={it().error}
            title={null}
          />
        )}
      </Match>
      <Match when={as('acted')}>{(it) => <About href={hrefOf(props.line)} {...actedWords(it())} title={null} />}</Match>
      <Match when={as('budget.crossed')}>
        {(it) => (
          <About
            href={hrefOf(props.line)}
            who={`Budget ${it().budget}`}
            words={`${it().level >= 1 ? 'is exceeded' : `is used to ${Math.round(it().level * 100)}%`}: ${money(it().spentUsd)} of ${money(it().usd)} a ${it().per}`}
            title={it().forecast}
          />
        )}
      </Match>
      <Match when={as('source.lost', 'source.found')}>
        {(it) => (
          <About
            href={hrefOf(props.line)}
            who={runtimeLabels[it().runtime].name}
            words={it().kind === 'source.lost' ? 'can no longer be read' : 'is read again'}
            title={null}
          />
        )}
      </Match>
    </Switch>
  )
}

/** What ended, with its error in our words; what it was about where no error is known. */
function Failed(props: {
  href: string | undefined
  who: string
  words: string
  error: string | null
  title: string | null
}) {
  return (
    <Show
      when={props.error}
      fallback={<About href={props.href} who={props.who} words={props.words} title={props.title} />}
    >
      {(error) => (
        <>
          <About href={props.href} who={props.who} words={props.words} title={failureOf(error()).words} />
          <RawError raw={error()} />
        </>
      )}
    </Show>
  )
}

const maxTitleLength = 48

/** Who did what, and about what. The full text is the title. */
function About(props: { href: string | undefined; who: string; words: string; title: string | null }) {
  const short = () =>
    props.title !== null && props.title.length > maxTitleLength
      ? `${props.title.slice(0, maxTitleLength)}…`
      : props.title
  const all = () => [props.who, props.words, props.title].filter(Boolean).join(' ')
  const Words = () => (
    <>
      <b>
        <bdi>{props.who}</bdi>
      </b>{' '}
      {props.words}
      <Show when={short()}>
        {(title) => (
          <>
            {': '}
            <bdi>{title()}</bdi>
          </>
        )}
      </Show>
    </>
  )
  return (
    <Show
      when={props.href}
      fallback={
        <span title={all()}>
          <Words />
        </span>
      }
    >
      {(href) => (
        <a href={href()} title={all()}>
          <Words />
        </a>
      )}
    </Show>
  )
}

const stops = {
  failed: 'failed',
  killed: 'was stopped',
  'timed-out': 'ran out of time',
  stalled: 'is not making progress',
} as const

const runs = {
  ok: 'finished',
  error: 'failed',
  'timed-out': 'ran out of time',
  running: 'runs',
  skipped: 'was skipped',
} as const
