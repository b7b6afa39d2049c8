import { A } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import type { BreakerAct } from '../../../src/breaker/act.ts'
import { relativeTime } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { Panel } from '../../components/panel.tsx'
import type { Headrooms } from './create-headroom.ts'
import { doneWords } from './headroom-words.ts'

/** Everything that rules did, the latest first, with the way back where something still holds. */
export function DonePanel(props: { headrooms: Headrooms; now: number; timezone: string }) {
  const { query, mayAct, busy } = props.headrooms
  const acts = () => query.data()?.acts ?? []
  const tripOf = (act: BreakerAct) => query.data()?.trips.find(({ id }) => id === act.tripId)
  const isHeld = (act: BreakerAct) => act.kind === 'hold' && tripOf(act)?.jobs[act.targetId]?.state === 'held'
  /** A trip that goes on, and that nobody has let go yet. */
  const isOpen = (act: BreakerAct) => {
    const trip = tripOf(act)
    return act.kind === 'trip' && trip !== undefined && trip.ended === null && !trip.isLifted
  }
  return (
    <Panel title="What was done" sub="by rules" end={<A href="/audit">Audit</A>} class="done">
      <ul>
        <For
          each={acts()}
          fallback={<li class="empty">Nothing yet. What a rule does appears here, and can be taken back from here.</li>}
        >
          {(act) => (
            <li data-outcome={act.outcome}>
              <span class="quiet numbers">{relativeTime(act.at, props.now, props.timezone)}</span>
              <span class="done-what">
                <b class="cut" title={doneWords(act)}>
                  {doneWords(act)}
                </b>
                <span class="quiet">{noteOf(act)}</span>
              </span>
              <Switch fallback={<span class="quiet">{endOf(act)}</span>}>
                <Match when={isHeld(act) && mayAct()}>
                  <button
                    class="button"
                    type="button"
                    disabled={busy()}
                    aria-label={`Release ${oneLine(act.target)}`}
                    onClick={() => void props.headrooms.undo(act.id, oneLine(act.target))}
                  >
                    Release
                  </button>
                </Match>
                <Match when={isOpen(act) && mayAct()}>
                  <button
                    class="button"
                    type="button"
                    disabled={busy()}
                    aria-label={`Let it go on: ${oneLine(act.subjectName)}`}
                    onClick={() => void props.headrooms.goOn(act.tripId)}
                  >
                    Let it go on
                  </button>
                </Match>
              </Switch>
            </li>
          )}
        </For>
      </ul>
      <Show when={acts().length >= 200}>
        <p class="label">The latest 200. Older acts are in the audit.</p>
      </Show>
    </Panel>
  )

  function endOf(act: BreakerAct): string {
    if (act.undoneAt !== null) return 'undone'
    if (act.outcome === 'open') return 'under way'
    if (act.outcome === 'failed') return 'failed'
    if (act.outcome === 'unsettled') return 'not known'
    return isHeld(act) ? 'held' : isOpen(act) ? 'open' : act.kind === 'hold' || act.kind === 'trip' ? 'ended' : ''
  }
}

const noteOf = ({ detail, subjectName, kind, undoneBy }: BreakerAct) =>
  undoneBy !== null
    ? `${oneLine(undoneBy)} let it run`
    : [kind === 'trip' || kind === 'end' || kind === 'reach' ? '' : oneLine(subjectName), oneLine(detail ?? '')]
        .filter(Boolean)
        .join(': ')
