import { createMemo, createSignal, createUniqueId, For, Index, type JSX, Show } from 'solid-js'
import { type Runtime, runtimeLabels } from '../../../src/facts/runtimes.ts'
import { duration, relativeTime, whole } from '../../../src/lib/format.ts'
import { type SearchPlace, searchPlaces } from '../../../src/search/places.ts'
import type { SessionFacets } from '../../../src/sessions/listing.ts'
import { AgentAvatar } from '../../office/agent-avatar.tsx'
import { now } from '../../platform/now.ts'
import { Facet } from '../sessions/facet.tsx'
import { type Filter, withChoice } from '../sessions/filter.ts'
import type { Address } from './address.ts'
import type { Search } from './create-search.ts'
import { placeWords } from './hit-words.ts'
import { type Month, monthsOf } from './months.ts'

const shownAgents = 5

/** How much was found, where it stands, and whose it is. Only what was answered is counted. */
export function SearchAside(props: {
  address: Address
  search: Search
  /** Which agents and runtimes there are; undefined until that is known. */
  known: SessionFacets | undefined
  timezone: string
  onPlace(place: SearchPlace): void
  onFilter(filter: Filter): void
}) {
  const { counts } = props.search
  const filter = () => props.address.filter
  const isKnown = () => props.search.sessions() !== undefined && !props.search.isOutOfDate()
  /** Of what a choice leaves out nothing was answered. */
  const placeCount = (place: SearchPlace) => {
    if (!isKnown()) return undefined
    if (place === 'all') return props.address.place === 'all' ? counts().hits : undefined
    if (props.address.place !== 'all' && props.address.place !== place) return undefined
    return counts().places.get(place) ?? 0
  }
  const countOf = (all: ReadonlyMap<string, number>, chosen: readonly string[], value: string) =>
    !isKnown() || (chosen.length > 0 && !chosen.includes(value)) ? undefined : (all.get(value) ?? 0)
  const isPartly = () => props.search.hasMore() || counts().more > 0
  const group = createUniqueId()
  const facets = createUniqueId()
  /** On a phone the choices are folded away, so that what was found is seen. */
  const [isOpen, setOpen] = createSignal(false)

  return (
    <aside class="panel search-aside" aria-label="Narrow">
      <div class="search-sum">
        <FoundSum search={props.search} timezone={props.timezone} />
        <button
          class="button"
          type="button"
          aria-expanded={isOpen()}
          aria-controls={facets}
          onClick={() => setOpen((is) => !is)}
        >
          Narrow
        </button>
      </div>
      <div class="search-facets" id={facets} data-open={isOpen() ? '' : undefined}>
        <Facet title="Where" end={<SoFar when={isKnown() && isPartly()} />}>
          <For each={searchPlaces}>
            {(place) => (
              <Row
                type="radio"
                name={group}
                checked={props.address.place === place}
                count={placeCount(place)}
                onChange={() => props.onPlace(place)}
              >
                {placeWords[place]}
              </Row>
            )}
          </For>
        </Facet>
        <Show when={props.known}>
          {(known) => (
            <>
              <Agents
                agents={known().agents}
                chosen={filter().agents}
                countOf={(id) => countOf(counts().agents, filter().agents, id)}
                onChoose={(id) => props.onFilter(withChoice(filter(), 'agents', id))}
              />
              <Show when={known().runtimes.length > 1 || filter().runtimes.length > 0}>
                <Facet title="Runtime">
                  <For each={known().runtimes.map(({ runtime }) => runtime)}>
                    {(runtime: Runtime) => (
                      <Row
                        type="checkbox"
                        checked={filter().runtimes.includes(runtime)}
                        count={countOf(counts().runtimes, filter().runtimes, runtime)}
                        onChange={() => props.onFilter(withChoice(filter(), 'runtimes', runtime))}
                      >
                        {runtimeLabels[runtime].name}
                      </Row>
                    )}
                  </For>
                </Facet>
              </Show>
            </>
          )}
        </Show>
        <Show when={isKnown() && counts().hits > 0}>
          <When
            months={monthsOf(props.search.sessions() ?? [], now(), props.timezone)}
            filter={filter()}
            isPartly={isPartly()}
            onFilter={props.onFilter}
          />
        </Show>
      </div>
      <Show when={props.search.isAsked()}>
        <footer>
          <a href={`/logs?q=${encodeURIComponent(props.address.q.trim())}`}>Look for it in the logs</a>
        </footer>
      </Show>
    </aside>
  )
}

/** When the sessions were active last in which something was found, month by month. A press narrows to one. */
function When(props: { months: Month[]; filter: Filter; isPartly: boolean; onFilter(filter: Filter): void }) {
  const most = () => Math.max(1, ...props.months.map(({ hits }) => hits))
  const isChosen = ({ since, before }: Month) => props.filter.since === since && props.filter.before === before
  return (
    <Facet title="When" end={<SoFar when={props.isPartly} />}>
      <div class="search-months">
        <Index each={props.months}>
          {(month) => (
            <button
              type="button"
              aria-pressed={isChosen(month())}
              aria-label={`${month().letter}: ${month().name}, ${whole(month().hits)} ${month().hits === 1 ? 'hit' : 'hits'}`}
              title={`${month().name}: ${whole(month().hits)}`}
              onClick={() =>
                props.onFilter({
                  ...props.filter,
                  since: isChosen(month()) ? undefined : month().since,
                  before: isChosen(month()) ? undefined : month().before,
                })
              }
            >
              <i
                style={{ height: `${(month().hits / most()) * 100}%` }}
                data-none={month().hits === 0 ? '' : undefined}
              />
              <span>{month().letter}</span>
            </button>
          )}
        </Index>
      </div>
    </Facet>
  )
}

const SoFar = (props: { when: boolean }) => <Show when={props.when}>so far</Show>

/** How many hits there are in how many sessions, and how far was looked for them. */
function FoundSum(props: { search: Search; timezone: string }) {
  const { counts } = props.search
  const sessions = () => props.search.sessions()?.length ?? 0
  const isPartly = () => props.search.hasMore() || counts().more > 0
  return (
    <div class="found-sum" data-stale={props.search.isOutOfDate() ? '' : undefined} aria-live="polite">
      <Show
        when={props.search.sessions() && !props.search.problem()}
        fallback={
          <Show
            when={props.search.isAsked()}
            fallback={
              <SumWords number={whole(props.search.index()?.sessions)} head="sessions" foot="to look through" />
            }
          >
            <SumWords number="–" head={props.search.isLooking() ? 'Looking' : 'Not looked for'} foot="" />
          </Show>
        }
      >
        <SumWords
          number={`${whole(counts().hits)}${isPartly() ? '+' : ''}`}
          head={
            counts().hits === 0
              ? 'hits'
              : `${counts().hits === 1 ? 'hit' : 'hits'} in ${whole(sessions())} ${sessions() === 1 ? 'session' : 'sessions'}`
          }
          foot={
            props.search.isLooking()
              ? 'looking'
              : `${reachWords(props.search.last(), props.timezone)}, in ${duration(props.search.tookMs()).replaceAll(' ', '\u00a0')}`
          }
        />
      </Show>
    </div>
  )
}

const SumWords = (props: { number: string; head: string; foot: string }) => (
  <>
    <b class="hero">{props.number}</b>
    <p>
      <b>{props.head}</b>
      <span class="label">{props.foot || '\u00a0'}</span>
    </p>
  </>
)

function reachWords(last: ReturnType<Search['last']>, timezone: string): string {
  if (!last || last.isComplete) return 'complete'
  return last.searchedBackTo === null
    ? 'not complete'
    : `searched back to ${relativeTime(last.searchedBackTo, now(), timezone)}`
}

function Agents(props: {
  agents: SessionFacets['agents']
  chosen: readonly string[]
  countOf(id: string): number | undefined
  onChoose(id: string): void
}) {
  const [all, setAll] = createSignal(false)
  const agents = createMemo(() =>
    props.agents.toSorted(
      (a, b) => (props.countOf(b.id) ?? 0) - (props.countOf(a.id) ?? 0) || a.name.localeCompare(b.name),
    ),
  )
  const hidden = () => agents().length - shownAgents
  const shown = () =>
    all() || hidden() <= 1
      ? agents()
      : agents().filter(({ id }, index) => index < shownAgents || props.chosen.includes(id))
  return (
    <Facet
      title="Agent"
      end={
        <Show when={hidden() > 1}>
          <button type="button" onClick={() => setAll(!all())}>
            {all() ? 'fewer' : `${hidden()} more`}
          </button>
        </Show>
      }
    >
      <For each={shown()}>
        {({ id, name }) => (
          <Row
            type="checkbox"
            checked={props.chosen.includes(id)}
            count={props.countOf(id)}
            onChange={() => props.onChoose(id)}
          >
            <AgentAvatar agentId={id} size={16} />{' '}
            <bdi class="cut" title={name}>
              {name}
            </bdi>
          </Row>
        )}
      </For>
    </Facet>
  )
}

/** One choice, with the number of its hits as far as that is known. */
const Row = (props: {
  type: 'radio' | 'checkbox'
  name?: string
  checked: boolean
  count: number | undefined
  onChange(): void
  children: JSX.Element
}) => (
  <label class="choice-row" data-none={props.count === 0 && !props.checked ? '' : undefined}>
    <input type={props.type} name={props.name} checked={props.checked} onChange={() => props.onChange()} />
    <span class="what cut">{props.children}</span>
    <span class="count">{props.count === undefined ? '' : whole(props.count)}</span>
  </label>
)
