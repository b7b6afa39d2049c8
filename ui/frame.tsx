import { A } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { clock, money, relativeTime } from '../src/lib/format.ts'
import type { SourceReport } from '../src/live/source.ts'
import { contact } from './live.ts'
import { useOverview } from './overview-context.ts'
import { now } from './parts/now.ts'
import { type Mark, StateMark } from './parts/state-mark.tsx'
import { Wheel } from './parts/wheel.tsx'

/** What stands around every page: the strip, what is wrong with the connection, and the page. */
export function Frame(props: { notice: string | undefined; children: JSX.Element }) {
  const { overview } = useOverview()
  const lostFor = () => {
    const state = contact()
    return state.state === 'lost' && now() - state.since > 5_000 ? state.since : undefined
  }
  const verdict = () =>
    lostFor() === undefined
      ? overview()?.verdict
      : ({ level: 'no-contact', text: `No contact, ${relativeTime(lostFor(), now())}` } as const)

  return (
    <div data-contact={lostFor() === undefined ? 'there' : 'lost'}>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="strip">
        <A class="wordmark" href="/">
          <Wheel /> <span>Wheelhouse</span>
        </A>
        <Show when={overview()}>{(known) => <span class="host">{known().host}</span>}</Show>
        <output class="verdict" aria-live="polite" data-level={verdict()?.level}>
          <span class="cut">{verdict()?.text ?? 'Looking around'}</span>
        </output>
        <Show when={overview()?.demo}>
          <span class="demo-tag" title="Made-up agents with made-up costs, in a temporary folder">
            Demo: everything here is made up
          </span>
        </Show>
        <For each={overview()?.sources}>{(source) => <Lamp source={source} lost={lostFor() !== undefined} />}</For>
        <span class="spring" />
        <Show when={overview()}>
          {(known) => (
            <span class="today">
              <span class="label">Today</span>
              <b>{money(known().costs.todayUsd)}</b>
            </span>
          )}
        </Show>
        <nav aria-label="Pages">
          <A href="/" end>
            Bridge
          </A>
          <A href="/access">Access</A>
        </nav>
        <time class="clock">{clock(now())}</time>
      </header>
      <Show when={lostFor()}>
        {(since) => (
          <div class="banner" role="alert">
            <StateMark mark="waiting" label="" />
            <span>
              The connection to Wheelhouse was lost at {clock(since())}. What you see is from then; this page catches up
              by itself.
            </span>
          </div>
        )}
      </Show>
      <Show when={props.notice}>
        <div class="banner" role="alert">
          <StateMark mark="waiting" label="" />
          <span>{props.notice}</span>
        </div>
      </Show>
      <main id="main">{props.children}</main>
    </div>
  )
}

const lamps: Record<SourceReport['state'], { mark: Mark; word: string }> = {
  ok: { mark: 'healthy', word: 'is read' },
  reading: { mark: 'thinking', word: 'is being read' },
  absent: { mark: 'unknown', word: 'was not found' },
  trouble: { mark: 'stopped', word: 'is in trouble' },
}

export const lampOf = (source: SourceReport) => lamps[source.state]

export const runtimeNames: Record<SourceReport['runtime'], string> = {
  openclaw: 'OpenClaw',
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini',
  opencode: 'opencode',
}

function Lamp(props: { source: SourceReport; lost: boolean }) {
  const lamp = () =>
    props.lost
      ? ({ mark: 'unknown', word: 'was last heard of before the connection was lost' } as const)
      : lampOf(props.source)
  const name = () => runtimeNames[props.source.runtime]
  return (
    <span class={lamp().mark === 'healthy' ? 'healthy' : ''} title={`${name()} ${lamp().word}: ${props.source.detail}`}>
      <StateMark mark={lamp().mark} label={`${name()} ${lamp().word}`} /> {name()}
    </span>
  )
}
