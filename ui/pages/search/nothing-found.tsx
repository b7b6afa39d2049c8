import { For, Show } from 'solid-js'
import { relativeTime, whole } from '../../../src/lib/format.ts'
import { now } from '../../platform/now.ts'
import { type Filter, nothingNarrowed } from '../sessions/filter.ts'
import { chipsOf } from '../sessions/filter-chips.ts'
import type { Address } from './address.ts'
import type { Search } from './create-search.ts'
import { placeWords } from './hit-words.ts'
import { inMode, modeOf } from './query-modes.ts'

/** Nothing was found: what was looked through, and what may help. */
export function NothingFound(props: {
  address: Address
  search: Search
  timezone: string
  nameOf(agentId: string): string
  onTry(q: string): void
  onChange(change: Partial<Address>): void
}) {
  const chips = () => chipsOf(props.address.filter, props.nameOf)
  const last = () => props.search.last()
  const isExactTried = () => modeOf(props.address.q) !== 'words'
  const clear = (filter: Filter) => props.onChange({ filter })
  return (
    <div class="nothing-found">
      <p>
        <b>{last()?.isComplete ? 'Nothing was found.' : 'Nothing was found so far.'}</b>
      </p>
      <p>
        Looked through{' '}
        {props.address.place === 'all' ? 'titles, words, tool calls and their output' : inWords(props.address.place)} of{' '}
        {chips().length > 0 ? 'the sessions that fit the filter' : `${whole(props.search.index()?.sessions)} sessions`}
        <Show when={!last()?.isComplete && last()?.searchedBackTo}>
          {(at) => <>, back to {relativeTime(at(), now(), props.timezone)}</>}
        </Show>
        .
      </p>
      <ul>
        <Show when={props.search.hasMore()}>
          <li>
            <button class="button" type="button" onClick={() => props.search.more()}>
              Look further back
            </button>
          </li>
        </Show>
        <Show when={!isExactTried()}>
          <li>
            <button class="button" type="button" onClick={() => props.onTry(inMode(props.address.q, 'exact'))}>
              <span class="cut">
                Exactly <code>{inMode(props.address.q, 'exact')}</code>, also within words
              </span>
            </button>
          </li>
        </Show>
        <Show when={props.address.place !== 'all'}>
          <li>
            <button class="button" type="button" onClick={() => props.onChange({ place: 'all' })}>
              Everywhere, not only in {inWords(props.address.place)}
            </button>
          </li>
        </Show>
        <For each={chips()}>
          {({ label, value, without }) => (
            <li>
              <button class="button" type="button" onClick={() => clear(without)}>
                <span class="cut">
                  Without <bdi>{`“${label} ${value}”`}</bdi>
                </span>
              </button>
            </li>
          )}
        </For>
        <Show when={chips().length > 1}>
          <li>
            <button class="button" type="button" onClick={() => clear(nothingNarrowed)}>
              In all sessions
            </button>
          </li>
        </Show>
      </ul>
    </div>
  )
}

const inWords = (place: Address['place']) => placeWords[place].toLowerCase()
