import { A } from '@solidjs/router'
import { createEffect, For, type JSX, Show } from 'solid-js'
import { clock, cost, relativeTime } from '../src/lib/format.ts'
import type { SourceReport } from '../src/live/source.ts'
import type { Verdict } from '../src/overview/verdict.ts'
import { contact } from './live.ts'
import { useOverview } from './overview-context.ts'
import { now } from './parts/now.ts'
import { lamps, runtimes } from './parts/runtime.ts'
import { type Mark, StateMark } from './parts/state-mark.tsx'
import { Wheel } from './parts/wheel.tsx'
import { Words } from './parts/words.tsx'

/** A connection that is back within this long was never gone. */
const blinkMs = 5_000

/** What stands around every page: the strip, what is wrong with the connection, and the page. */
export function Frame(props: { notice: string | undefined; children: JSX.Element }) {
  const { overview } = useOverview()
  const lostSince = () => {
    const state = contact()
    return state.state === 'lost' && now() - state.since > blinkMs ? state.since : undefined
  }
  const verdict = (): Verdict | undefined => {
    const since = lostSince()
    if (since === undefined) return overview()?.verdict
    const age = now() - since < 60_000 ? '' : `, ${relativeTime(since, now())}`
    return { level: 'no-contact', text: `No contact${age}` }
  }
  createEffect(() => {
    document.title = [verdict()?.text, overview()?.host, 'Wheelhouse'].filter(Boolean).join(' · ')
  })

  return (
    <div class="frame" data-contact={lostSince() === undefined ? 'there' : 'lost'}>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="strip">
        <A class="wordmark" href="/">
          <Wheel /> <span>Wheelhouse</span>
        </A>
        <Show when={overview()}>{(known) => <span class="host">{known().host}</span>}</Show>
        <output class="verdict" aria-live="polite" data-level={verdict()?.level} title={verdict()?.text}>
          <Show when={verdictMarks[verdict()?.level ?? 'well']}>{(mark) => <StateMark mark={mark()} label="" />}</Show>
          <span class="cut">{verdict()?.text ?? 'Looking around'}</span>
        </output>
        <Show when={overview()?.sources.length}>
          <span class="lamps">
            <For each={overview()?.sources}>
              {(source) => <Lamp source={source} lost={lostSince() !== undefined} />}
            </For>
          </span>
        </Show>
        <Show when={overview()?.demo}>
          <span class="demo-tag" title="Made-up agents with made-up costs, in a temporary folder">
            Demo: everything here is made up
          </span>
        </Show>
        <span class="spring" />
        <nav aria-label="Pages">
          <A href="/" end>
            Bridge
          </A>
          <A href="/costs">Costs</A>
          <A href="/access">Access</A>
          <A href="/settings">Settings</A>
        </nav>
        <Show when={overview()}>
          {(known) => (
            <span class="today">
              <span class="label">Today</span>
              <b>{cost(known().costs.todayUsd, known().costs.todayUnpricedTokens > 0)}</b>
            </span>
          )}
        </Show>
        <time class="clock">{clock(now())}</time>
      </header>
      <Show when={lostSince()} fallback={<Show when={props.notice}>{(text) => <Banner text={text()} />}</Show>}>
        {(since) => (
          <Banner
            text={`The connection to Wheelhouse was lost at ${clock(since())}. What you see is from then; this page catches up by itself.`}
          />
        )}
      </Show>
      <main id="main">{props.children}</main>
    </div>
  )
}

const verdictMarks: Record<Verdict['level'], Mark | undefined> = {
  well: undefined,
  'needs-you': 'waiting',
  fault: 'stopped',
  'no-contact': 'unknown',
}

/** One at a time: it pushes the page down and covers nothing. */
function Banner(props: { text: string }) {
  return (
    <div class="banner" role="alert">
      <StateMark mark="waiting" label="" />
      <span>
        <Words text={props.text} />
      </span>
    </div>
  )
}

function Lamp(props: { source: SourceReport; lost: boolean }) {
  const lamp = () =>
    props.lost
      ? ({ mark: 'unknown', word: 'was last heard of before the connection was lost' } as const)
      : lamps[props.source.state]
  const name = () => runtimes[props.source.runtime].name
  return (
    <span class="row" data-mark={lamp().mark} title={`${name()} ${lamp().word}: ${props.source.detail}`}>
      <StateMark mark={lamp().mark} label={`${name()} ${lamp().word}`} /> {name()}
    </span>
  )
}
