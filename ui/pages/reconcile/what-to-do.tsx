import { For, type JSX, Show } from 'solid-js'
import { parseSessionId } from '../../../src/ids.ts'
import type { Part, PartKind } from '../../../src/reconcile/drift.ts'
import { partWords, signed } from '../../../src/reconcile/drift-words.ts'
import type { Reconciliation } from '../../../src/reconcile/reconciliation.ts'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'

/** Each part of the drift with what can be done about it, the largest first. */
export function WhatToDo(props: { data: Reconciliation }) {
  const drift = () => props.data.overall
  const statements = () => props.data.runtimes.flatMap((row) => row.statements)
  const silent = () => statements().flatMap(({ parts }) => parts.filter(({ kind }) => kind === 'not-stated'))
  return (
    <Panel title="What to do about it" sub={drift() ? 'largest first' : ''} class="what-to-do">
      <ul class="rows">
        <For each={drift()?.parts ?? []}>
          {(part) => (
            <Row
              mark="healthy"
              name={partWords[part.kind].name}
              about={partWords[part.kind].about(part)}
              cents={part.cents}
            >
              <Act part={part} />
            </Row>
          )}
        </For>
        <Show when={drift()?.leftCents}>
          {(cents) => (
            <Row mark="waiting" name="Left over" about="no reason was found" cents={cents()}>
              <a class="button" href="/costs?by=day">
                Show the days
              </a>
            </Row>
          )}
        </Show>
        <For each={drift() ? silent() : []}>
          {(part) => (
            <Row
              mark="unknown"
              name={partWords['not-stated'].name}
              about={partWords['not-stated'].about(part)}
              cents={null}
            >
              <a class="button" href="/settings/hooks">
                Add a witness
              </a>
            </Row>
          )}
        </For>
        <Show when={drift()?.parts.length === 0 && drift()?.leftCents === 0}>
          <li>
            <StateMark mark="healthy" label="" />
            <div>
              <b>Nothing to do</b>
              <p class="quiet">Both sums agree to the cent.</p>
            </div>
          </li>
        </Show>
        <Show when={!drift()}>
          <For each={possibleWitnesses}>
            {({ name, about, act }) => (
              <Row mark="unknown" name={name} about={about} cents={null}>
                {act?.()}
              </Row>
            )}
          </For>
        </Show>
      </ul>
    </Panel>
  )
}

/** Who could state something, and how they come to do so. */
const possibleWitnesses: { name: string; about: string; act?: () => JSX.Element }[] = [
  { name: 'A bill', about: 'what a provider billed or its console shows, typed in beside this' },
  {
    name: 'The status line of Claude Code',
    about: 'what each session costs by its own count, and how much of a subscription is used',
    act: () => (
      <a class="button" href="/settings/hooks">
        Install
      </a>
    ),
  },
  { name: 'A gateway of OpenClaw', about: 'what it counts itself; it is asked above the table, by an operator' },
  { name: 'Telemetry', about: 'what runtimes send by OTLP, where the configuration turns its receiver on' },
]

function Row(props: {
  mark: 'healthy' | 'waiting' | 'unknown'
  name: string
  about: string
  cents: number | null
  children: JSX.Element
}) {
  return (
    <li>
      <StateMark mark={props.mark} label="" />
      <div>
        <b>{props.name}</b>
        <p class="quiet">{props.about}</p>
      </div>
      <span class="right">{props.cents === null ? '' : signed(props.cents)}</span>
      <span class="act">{props.children}</span>
    </li>
  )
}

/** The one thing that helps; where nothing does, the reason is the end of it. */
function Act(props: { part: Part }) {
  const session = () => props.part.sessions.find((id) => parseSessionId(id) !== undefined)
  const acts: Partial<Record<PartKind, () => JSX.Element>> = {
    'no-price': () => (
      <a class="button" href="/costs?by=model">
        Show the models
      </a>
    ),
  }
  return (
    <Show
      when={acts[props.part.kind]}
      fallback={
        <Show when={session()} fallback={<span class="quiet">explained</span>}>
          {(id) => (
            <a class="button" href={`/sessions/${encodeURIComponent(id())}`}>
              {props.part.sessionCount === 1 ? 'Show the session' : 'Show the largest'}
            </a>
          )}
        </Show>
      }
    >
      {(act) => act()()}
    </Show>
  )
}
