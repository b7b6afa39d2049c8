import { For, Show } from 'solid-js'
import type { Act } from '../../../src/audit/act.ts'
import type { AuditLine } from '../../../src/audit/audit-line.ts'
import { clock, duration } from '../../../src/lib/format.ts'
import { StateMark } from '../../components/state-mark.tsx'
import type { Problem } from '../../data/problem.ts'
import { credentialNames, nameOf, outcomeWords, reasonOf } from './act-words.ts'

/** An act as a row; Enter or a click shows its lines below. */
export function ActRow(props: {
  act: Act
  timezone: string
  startedAt: number
  isOpen: boolean
  onToggle(): void
  onWho(who: string): void
  lines: readonly AuditLine[] | undefined
  problem: Problem | undefined
}) {
  const outcome = () => outcomeWords[props.act.outcome]
  const credential = () => (props.act.credential ? credentialNames[props.act.credential] : 'Not recorded')
  const reason = () => reasonOf(props.act, props.startedAt)
  const detailId = `act-${props.act.id}`
  return (
    <>
      <tr data-open={props.isOpen ? '' : undefined}>
        <td class="c-time">
          <time datetime={new Date(props.act.at).toISOString()} title={new Date(props.act.at).toISOString()}>
            {clock(props.act.at, props.timezone)}
          </time>
        </td>
        <td class="c-outcome" data-outcome={props.act.outcome}>
          <StateMark mark={outcome().mark} label="" /> {outcome().name}
        </td>
        <td class="c-what name cut">
          <button
            type="button"
            class="act-open"
            aria-expanded={props.isOpen}
            aria-controls={props.isOpen ? detailId : undefined}
            data-act={props.act.id}
            onClick={() => props.onToggle()}
          >
            {props.act.action}
          </button>
        </td>
        <td class="c-target cut" title={props.act.target}>
          {props.act.target}
          <Show when={reason()}>
            {(reason) => (
              <span class="quiet act-reason" title={reason()}>
                {reason()}
              </span>
            )}
          </Show>
        </td>
        <td class="c-who cut" title={props.act.who}>
          {nameOf(props.act)}
        </td>
        <td class="c-credential cut quiet">{credential()}</td>
        <td class="c-took right">{duration(props.act.tookMs)}</td>
      </tr>
      <Show when={props.isOpen}>
        <tr class="act-detail" id={detailId}>
          <td colspan="7">
            <Show when={reason()}>{(reason) => <p class="act-why">{reason()}</p>}</Show>
            <dl class="facts">
              <div>
                <dt>On</dt>
                <dd>{props.act.target}</dd>
              </div>
              <div>
                <dt>Who</dt>
                <dd>
                  {props.act.who}, {props.act.role}
                </dd>
              </div>
              <div>
                <dt>Credential</dt>
                <dd>{credential()}</dd>
              </div>
              <div>
                <dt>Act</dt>
                <dd class="mono">{props.act.id}</dd>
              </div>
            </dl>
            <Show when={props.problem}>{(problem) => <p class="act-why">{problem().message}</p>}</Show>
            <ol class="act-lines" aria-label="Lines of the record" aria-busy={props.lines === undefined}>
              <For each={props.lines}>
                {(line) => (
                  <li>
                    <time datetime={new Date(line.at).toISOString()}>
                      {new Date(line.at).toISOString().replace('T', ' ')}
                    </time>
                    <span>{line.stage}</span>
                    <span class="quiet">line {line.id}</span>
                  </li>
                )}
              </For>
            </ol>
            <button class="button" type="button" onClick={() => props.onWho(props.act.who)}>
              Only {nameOf(props.act)}
            </button>
          </td>
        </tr>
      </Show>
    </>
  )
}
