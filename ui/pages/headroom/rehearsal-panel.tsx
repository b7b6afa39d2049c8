import { createUniqueId, For, Show } from 'solid-js'
import type { Rehearsal } from '../../../src/breaker/rehearsal.ts'
import { rehearsalSentence } from '../../../src/breaker/rehearsal-words.ts'
import { relativeTime } from '../../../src/lib/format.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { Panel } from '../../components/panel.tsx'
import { Segmented } from '../../components/segmented.tsx'
import type { Headrooms } from './create-headroom.ts'
import { rehearsedWords } from './headroom-words.ts'

const shownActs = 60

/** What these rules would have done in the last thirty days. */
export function RehearsalPanel(props: { headrooms: Headrooms; now: number; timezone: string }) {
  const label = createUniqueId()
  const { rehearsal, withStop, setWithStop } = props.headrooms
  return (
    <Panel
      title="Rehearsal"
      sub={
        props.headrooms.draft().measures.length > 0
          ? 'these rules on your last 30 days'
          : 'telling and holding, on your last 30 days'
      }
      end={
        <>
          <span class="hidden" id={label}>
            What is rehearsed
          </span>
          <Segmented
            labelledBy={label}
            options={[
              { value: 'set', name: 'As set' },
              { value: 'stop', name: 'With Stop' },
            ]}
            value={withStop() ? 'stop' : 'set'}
            onChoose={(value) => setWithStop(value === 'stop')}
          />
        </>
      }
      class="rehearsal"
    >
      <Show when={rehearsal.data()} fallback={<p class="empty">{rehearsal.problem()?.message ?? 'Rehearsing…'}</p>}>
        {(data) => <Rehearsed data={data()} isOld={rehearsal.isPrevious()} now={props.now} timezone={props.timezone} />}
      </Show>
    </Panel>
  )
}

function Rehearsed(props: { data: Rehearsal; isOld: boolean; now: number; timezone: string }) {
  /** The acts of each day, the first day on the left. */
  const days = () => {
    const acts = props.data.acts.filter(({ kind }) => kind === 'trip' || kind === 'hold' || kind === 'stop')
    const byDay = Map.groupBy(acts, ({ at }) => dayOf(at, props.timezone))
    return Array.from({ length: 30 }, (_, n) => {
      const at = props.data.until - (29 - n) * 86_400_000
      const day = dayOf(at, props.timezone)
      return { day, count: byDay.get(day)?.length ?? 0, isKnown: (props.data.knownSince ?? Infinity) <= at }
    })
  }
  const shown = () => props.data.acts.filter(({ kind }) => kind !== 'end' && kind !== 'release').reverse()
  return (
    <div class="rehearsed" data-stale={props.isOld ? '' : undefined}>
      <p class="rehearsal-sentence">{rehearsalSentence(props.data)}</p>
      <ol class="rehearsal-days" aria-label="Acts of each day">
        <For each={days()}>
          {({ day, count, isKnown }) => (
            <li
              data-acts={count > 0 ? '' : undefined}
              data-unknown={isKnown ? undefined : ''}
              title={`${day}: ${isKnown ? count : 'not known'}`}
            >
              {count > 0 ? count : ''}
            </li>
          )}
        </For>
      </ol>
      <p class="curve-ends">
        <span>{relativeTime(props.data.since, props.now, props.timezone)}</span>
        <span>now</span>
      </p>
      <ul class="rehearsal-acts">
        <For each={shown().slice(0, shownActs)} fallback={<li class="quiet">Nothing would have been done.</li>}>
          {(act) => (
            <li>
              <span class="quiet numbers">{whenOf(act.at, props.timezone)}</span>
              <span class="cut">{rehearsedWords(act)}</span>
            </li>
          )}
        </For>
      </ul>
      <Show when={shown().length > shownActs}>
        <p class="label">and {shown().length - shownActs} before that</p>
      </Show>
    </div>
  )
}

const whenOf = (at: number, timezone: string) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timezone,
  })
    .format(at)
    .replace(',', '')
