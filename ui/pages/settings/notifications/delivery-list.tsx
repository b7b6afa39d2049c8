import { For, Show } from 'solid-js'
import { relativeTime } from '../../../../src/lib/format.ts'
import { StateMark } from '../../../components/state-mark.tsx'
import { now } from '../../../platform/now.ts'
import type { NotificationData } from './create-notifications.ts'
import { deliveryWords } from './notification-words.ts'

/** What went to channels, when, and what was answered. */
export function DeliveryList(props: { history: NotificationData['history'] }) {
  const items = () => props.history.data()?.flatMap((page) => page.items) ?? []
  const clock = (at: number) => relativeTime(at, now())
  return (
    <>
      <ul class="rows deliveries">
        <For each={items()}>
          {(delivery) => {
            const words = () => deliveryWords(delivery, clock)
            return (
              <li>
                <StateMark mark={words().mark} label="" />
                <div>
                  <a href={delivery.notice.href}>
                    {delivery.turn === -1 ? `Settled: ${delivery.notice.title}` : delivery.notice.title}
                  </a>
                  <Show when={delivery.turn > 0}>
                    {' '}
                    <span class="quiet">told again</span>
                  </Show>
                  <small>{[delivery.channel, words().word, words().detail].filter(Boolean).join(' · ')}</small>
                </div>
                <time class="quiet num">
                  {relativeTime(delivery.endedAt ?? delivery.firstAt ?? delivery.madeAt, now())}
                </time>
              </li>
            )
          }}
        </For>
      </ul>
      <Show when={props.history.data() && items().length === 0}>
        <p class="empty">Nothing was sent yet.</p>
      </Show>
      <Show when={props.history.hasMore('older')}>
        <p class="remark">
          <button
            class="button"
            type="button"
            disabled={props.history.isFetching('older')}
            onClick={() => void props.history.more('older')}
          >
            Older ones
          </button>
        </p>
      </Show>
    </>
  )
}
