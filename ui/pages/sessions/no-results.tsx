import { For, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import { type Filter, nothingNarrowed } from './filter.ts'
import { isNarrowed } from './filter-address.ts'
import { chipsOf } from './filter-chips.ts'
import { type ArchivedMatches, matchWord } from './list-footer.tsx'

/** No session has been seen yet, or none fits the filter. In that case each part of the filter can be taken away. */
export function NoResults(props: {
  filter: Filter
  nameOf(id: string): string
  archived: ArchivedMatches | undefined
  /** Whether transcripts are still looked through for what the filter asks. */
  isLooking: boolean
  onChange(filter: Filter): void
}) {
  const removals = () => [
    ...(props.filter.q.trim()
      ? [{ words: `the words “${props.filter.q.trim()}”`, without: { ...props.filter, q: '' } }]
      : []),
    ...chipsOf(props.filter, props.nameOf)
      .toReversed()
      .map(({ label, value, without }) => ({ words: `“${label} ${value}”`, without })),
  ]
  return (
    <div class="no-results">
      <Show
        when={isNarrowed(props.filter)}
        fallback={<p>No sessions yet. They appear here as soon as an agent starts one.</p>}
      >
        <Show when={props.archived?.isPart && props.archived}>
          {(archived) => (
            <p>
              {whole(archived().sessions)} archived {matchWord(archived().sessions)}. <a href={archived().href}>Show</a>
            </p>
          )}
        </Show>
        <p>{props.isLooking ? 'No matches yet.' : 'No matches.'} Remove a filter:</p>
        <ul>
          <For each={removals()}>
            {(removal) => (
              <li>
                <button class="button" type="button" onClick={() => props.onChange(removal.without)}>
                  <span class="cut" title={`Without ${removal.words}`}>
                    Without <bdi>{removal.words}</bdi>
                  </span>
                </button>
              </li>
            )}
          </For>
          <Show when={removals().length > 1}>
            <li>
              <button
                class="button"
                type="button"
                onClick={() => props.onChange({ ...nothingNarrowed, sort: props.filter.sort, dir: props.filter.dir })}
              >
                Show all sessions
              </button>
            </li>
          </Show>
        </ul>
      </Show>
    </div>
  )
}
