import { createMemo, For, onCleanup, Show } from 'solid-js'
import type { FileDetail, FileHistory as HistoryPage } from '../../../src/files/file.ts'
import { makeScrollable } from '../../components/panel.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { api, ask } from '../../data/api.ts'
import { createPagedQuery, type Direction } from '../../data/query.ts'
import { daysOf } from './history-days.ts'
import { TouchLine } from './touch-line.tsx'

type Key = readonly ['files/history', string]

/** All that was ever done to a file, the newest first, page by page; what is done meanwhile comes with the detail. */
export function FileHistory(props: { detail: FileDetail; timezone: string }) {
  const older: Direction<Key, HistoryPage> = {
    cursor: (pages) => pages.at(-1)?.next?.toString() ?? null,
    fetcher: ([, path], cursor, signal) =>
      ask(api.files.history.get({ query: { path, before: Number(cursor) }, fetch: { signal } })),
    merge: (pages, page) => [...pages, page],
  }
  const pages = createPagedQuery({
    key: (): Key => ['files/history', props.detail.path],
    fetcher: ([, path], signal) => ask(api.files.history.get({ query: { path }, fetch: { signal } })),
    directions: { older },
    keepPrevious: false,
  })
  const touches = createMemo(() => {
    const known = (pages.data() ?? []).flatMap(({ touches }) => touches)
    const newest = known[0]?.at ?? Number.NEGATIVE_INFINITY
    return pages.data() ? [...props.detail.touches.filter(({ at }) => at > newest).toReversed(), ...known] : []
  })
  const people = createMemo(
    () =>
      new Map(
        [...(pages.data() ?? []).flatMap(({ people }) => people), ...props.detail.people].map((one) => [one.id, one]),
      ),
  )
  return (
    <div class="file-history" ref={(element) => onCleanup(makeScrollable(element))}>
      <Show when={pages.problem()}>
        {(problem) => <RetryNotice onRetry={() => void pages.refetch()}>{problem().message}</RetryNotice>}
      </Show>
      <Show when={pages.data()} fallback={<p class="empty">{pages.problem() ? '' : 'Looking it up…'}</p>}>
        <Show when={touches().length > 0} fallback={<p class="empty">No session is known to have touched it.</p>}>
          <For each={daysOf(touches(), props.timezone)}>
            {(day) => (
              <section>
                <h3 class="label">{day.name}</h3>
                <ul>
                  <For each={day.touches}>
                    {(touch) => (
                      <li>
                        <TouchLine touch={touch} session={people().get(touch.sessionId)} timezone={props.timezone} />
                      </li>
                    )}
                  </For>
                </ul>
              </section>
            )}
          </For>
        </Show>
        <Show when={pages.hasMore('older')}>
          <button
            class="button"
            type="button"
            disabled={pages.isFetching('older')}
            onClick={() => void pages.more('older')}
          >
            Show older
          </button>
        </Show>
      </Show>
    </div>
  )
}
