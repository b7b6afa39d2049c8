import Lock from 'lucide-solid/icons/lock'
import LockOpen from 'lucide-solid/icons/lock-open'
import { createEffect, Show } from 'solid-js'
import type { Services } from './create-services.ts'
import { timeLeft, verbLabels } from './service-words.ts'

const lockMs = 10 * 60_000

/** Whether levers may be thrown, by whom and for how long. */
export function LockBar(props: { services: Services }) {
  const until = () => props.services.unlockedUntil()
  const wanted = () => {
    const waiting = props.services.waiting()
    const service = props.services.services().find(({ id }) => id === waiting?.id)
    return waiting && service ? `${verbLabels[waiting.verb].toLowerCase()} ${service.name}` : undefined
  }
  let unlock: HTMLButtonElement | undefined
  createEffect(() => {
    if (wanted() !== undefined) unlock?.focus()
  })
  return (
    <div class="lock-bar" data-unlocked={until() !== null || undefined}>
      <Show when={until() !== null} fallback={<Lock size={16} aria-hidden="true" />}>
        <LockOpen size={16} aria-hidden="true" />
      </Show>
      <Show
        when={until()}
        fallback={
          <p aria-live="polite">
            <b>Locked</b>{' '}
            <span class="quiet">
              {props.services.closed() ??
                (!props.services.may('operator')
                  ? 'View only. To switch services, sign in with `wheelhouse open` as an operator.'.replaceAll('`', '')
                  : wanted() !== undefined
                    ? `unlock to ${wanted()}`
                    : 'nothing can be switched by accident')}
            </span>
          </p>
        }
      >
        {(until) => (
          <>
            <p>
              <b>Unlocked by you</b>{' '}
              <span>
                locks itself again in <b class="numbers">{timeLeft(until(), props.services.now())}</b>
              </span>
            </p>
            <span class="lock-left" aria-hidden="true">
              <span style={{ width: `${Math.min(100, ((until() - props.services.now()) / lockMs) * 100)}%` }} />
            </span>
          </>
        )}
      </Show>
      <Show when={props.services.may('operator') && props.services.closed() === null}>
        <Show
          when={until() !== null}
          fallback={
            <button
              ref={unlock}
              class="button"
              data-kind={wanted() === undefined ? undefined : 'primary'}
              type="button"
              onClick={props.services.unlock}
            >
              Unlock for 10 min
            </button>
          }
        >
          <button class="button" type="button" onClick={props.services.lock}>
            Lock now
          </button>
        </Show>
      </Show>
    </div>
  )
}
