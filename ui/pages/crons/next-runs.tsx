import { createEffect, createMemo, For, on, Show } from 'solid-js'
import { clock, relativeTime } from '../../../src/lib/format.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'

/** The next five runs of a schedule as it is typed, in its zone; what is wrong with it where it is none. */
export function NextRuns(props: { schedule: unknown; onChecked(isWrong: boolean): void }) {
  const text = createMemo(() => JSON.stringify(props.schedule ?? {}))
  const preview = createQuery({
    key: () => ['crons/preview', text()] as const,
    fetcher: ([, schedule], signal) => ask(api.crons.preview.get({ query: { schedule }, fetch: { signal } })),
  })
  createEffect(
    on(
      () => [preview.data()?.problem, preview.isPrevious()] as const,
      ([problem, isPrevious]) => !isPrevious && props.onChecked(typeof problem === 'string'),
    ),
  )
  const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = () => preview.data()?.timezone ?? viewerZone
  const isSame = () => zone() === viewerZone
  const place = () => zone().split('/').at(-1)!.replaceAll('_', ' ')
  const day = (at: number) =>
    new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: zone() }).format(at)
  return (
    <div class="next-runs" aria-live="polite" aria-busy={preview.isAsking()}>
      <p class="label">
        <span>Next five runs</span>
        <span>{isSame() ? `${place()} time, same as yours` : `${place()} time`}</span>
      </p>
      <Show
        when={preview.data()?.problem}
        fallback={
          <ol>
            <For each={preview.data()?.runs}>
              {({ at, note }) => (
                <li>
                  <span>{day(at)}</span>
                  <b>{clock(at, zone())}</b>
                  <Show
                    when={note}
                    fallback={<span class="quiet">{isSame() ? away(at) : `${clock(at)} here, ${away(at)}`}</span>}
                  >
                    <span class="warn">
                      <StateMark mark="waiting" label="" /> {note}
                    </span>
                  </Show>
                </li>
              )}
            </For>
          </ol>
        }
      >
        {(problem) => (
          <p class="problem">
            <StateMark mark="stopped" label="" />
            <span>{problem()}</span>
          </p>
        )}
      </Show>
    </div>
  )
}

/** `in 19 min`, then `in 7 d`. */
function away(at: number): string {
  const days = Math.round((at - now()) / 86_400_000)
  return at - now() < 86_400_000 ? relativeTime(at, now()) : `in ${days} d`
}
