import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { createMemo, createSignal, createUniqueId, For, Match, Show, Switch } from 'solid-js'
import { clock } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { dayOf, weekOf } from '../../../src/lib/timezone.ts'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { now } from '../../platform/now.ts'
import type { Crons } from './create-crons.ts'
import { HeatMap } from './heat-map.tsx'
import { byDay, daysOfWeek, runsAllTheTime, runsOften, type Slot, shareOfDay, slotsOf } from './week.ts'

type View = 'week' | 'hours'

/** What ran, failed and never started this week, and what is planned; or how busy each hour of the week was. */
export function WeekPanel(props: { crons: Crons; selected: string | undefined; onOpen(id: string): void }) {
  const title = createUniqueId()
  const [view, setView] = createSignal<View>('week')
  const { week } = props.crons
  const own = createMemo(() => (week.data()?.lanes ?? []).filter(({ system }) => !system))
  /** How many weeks away from this one: what is known reaches a week back and a week ahead. */
  const [away, setAway] = createSignal(0)
  const today = createMemo(() => dayOf(now(), props.crons.timezone()))
  const days = createMemo(() => daysOfWeek(today(), away()))
  return (
    <section class="panel crons-week" aria-labelledby={title}>
      <header>
        <h2 id={title}>Week {Number(weekOf(view() === 'week' ? days()[0]! : today()).slice(6))}</h2>
        <Show when={view() === 'week'}>
          <span class="week-steps">
            <button
              class="icon-button"
              type="button"
              aria-label="The week before"
              disabled={away() < 0}
              onClick={() => setAway((weeks) => weeks - 1)}
            >
              <ChevronLeft size={14} aria-hidden="true" />
            </button>
            <button
              class="icon-button"
              type="button"
              aria-label="The week after"
              disabled={away() > 0}
              onClick={() => setAway((weeks) => weeks + 1)}
            >
              <ChevronRight size={14} aria-hidden="true" />
            </button>
          </span>
        </Show>
        <span class="label cut">{often(own())}</span>
        <Show when={view() === 'week'}>
          <ul class="week-key label" aria-hidden="true">
            <For each={keys}>
              {([kind, words]) => (
                <li>
                  <i data-kind={kind} />
                  {words}
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Segmented
          labelledBy={title}
          options={[
            { value: 'week', name: 'Calendar' },
            { value: 'hours', name: 'Hours' },
          ]}
          value={view()}
          onChoose={(value) => setView(value as View)}
        />
      </header>
      <Show when={week.problem()}>
        {(problem) => <RetryNotice onRetry={week.refetch}>The week could not be read. {problem().message}</RetryNotice>}
      </Show>
      <Switch>
        <Match when={view() === 'week'}>
          <Calendar crons={props.crons} days={days()} today={today()} selected={props.selected} onOpen={props.onOpen} />
        </Match>
        <Match when={view() === 'hours'}>
          <HeatMap lanes={own()} timezone={props.crons.timezone()} />
        </Match>
      </Switch>
    </section>
  )
}

const keys: [Slot['kind'], string][] = [
  ['ran', 'ran'],
  ['failed', 'failed'],
  ['missed', 'never started'],
  ['overlap', 'overlap'],
  ['planned', 'planned'],
]

const often = (lanes: Parameters<typeof runsOften>[0][]) => {
  const namesOf = (some: typeof lanes) => some.map(({ name }) => oneLine(name)).join(', ')
  const dotted = lanes.filter((lane) => runsOften(lane) && !runsAllTheTime(lane))
  const constant = lanes.filter((lane) => runsOften(lane) && runsAllTheTime(lane))
  return [
    dotted.length > 0 && `dots: ${namesOf(dotted)}`,
    constant.length > 0 && `only failures of ${namesOf(constant)}`,
  ]
    .filter(Boolean)
    .join('; ')
}

function Calendar(props: {
  crons: Crons
  days: string[]
  today: string
  selected: string | undefined
  onOpen(id: string): void
}) {
  const timezone = () => props.crons.timezone()
  const lanes = createMemo(() => (props.crons.week.data()?.lanes ?? []).filter(({ system }) => !system))
  const slots = createMemo(() => {
    const at = props.crons.week.data()?.now ?? 0
    const all = lanes()
    return {
      named: byDay(
        all.filter((lane) => !runsOften(lane)).flatMap((lane) => slotsOf(lane, at)),
        timezone(),
      ),
      dots: Map.groupBy(
        all
          .filter(runsOften)
          .flatMap((lane) =>
            slotsOf(lane, at).filter(({ kind }) => !runsAllTheTime(lane) || kind === 'failed' || kind === 'missed'),
          ),
        (slot) => dayOf(slot.at, timezone()),
      ),
    }
  })
  const head = (day: string) => {
    const noon = Date.parse(`${day}T12:00:00Z`)
    return new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', timeZone: 'UTC' }).format(noon)
  }
  return (
    <div class="week-calendar">
      <div class="week-hours" aria-hidden="true">
        <For each={[0, 6, 12, 18]}>
          {(hour) => <span style={{ top: `${(hour / 24) * 100}%` }}>{`${String(hour).padStart(2, '0')}:00`}</span>}
        </For>
      </div>
      <For each={props.days}>
        {(day) => (
          <div class="week-day" data-today={day === props.today ? '' : undefined}>
            <h3>{head(day)}</h3>
            <div class="week-track">
              <For each={slots().dots.get(day)}>
                {(slot) => (
                  <i
                    class="week-dot"
                    data-kind={slot.kind}
                    style={{ top: `${shareOfDay(slot.at, timezone()) * 100}%` }}
                    title={`${clock(slot.at, timezone())} ${oneLine(slot.lane.name)}, ${kindWords[slot.kind]}`}
                  />
                )}
              </For>
              <For each={slots().named.get(day)}>
                {(slot) => (
                  <button
                    class="week-slot"
                    type="button"
                    data-kind={slot.kind}
                    data-selected={slot.lane.id === props.selected ? '' : undefined}
                    tabIndex={-1}
                    style={{
                      top: `${shareOfDay(slot.at, timezone()) * 100}%`,
                      left: `calc(10px + (100% - 10px) * ${slot.column / slot.columns})`,
                      width: `calc((100% - 10px) / ${slot.columns} - 2px)`,
                    }}
                    title={`${clock(slot.at, timezone())} ${oneLine(slot.lane.name)}, ${kindWords[slot.kind]}`}
                    onClick={() => props.onOpen(slot.lane.id)}
                  >
                    {slot.columns > 2 ? '' : `${clock(slot.at, timezone())} `}
                    {slot.kind === 'missed' ? 'missed' : oneLine(slot.lane.name)}
                  </button>
                )}
              </For>
              <Show when={day === props.today}>
                <i class="week-now" style={{ top: `${shareOfDay(now(), timezone()) * 100}%` }} />
              </Show>
            </div>
          </div>
        )}
      </For>
    </div>
  )
}

const kindWords: Record<Slot['kind'], string> = {
  ran: 'ran',
  failed: 'failed',
  missed: 'never started',
  overlap: 'began before the run before it had ended',
  planned: 'planned',
  running: 'runs',
}
