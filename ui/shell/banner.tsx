import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { CodeText } from '../components/code-text.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { overlays } from './overlays.ts'

export type BannerMessage = {
  level: 'warn' | 'danger'
  text: string
  /** Where something is done about it. */
  act?: { words: string; href: string } | undefined
}

/** The worst of several messages, in one line above the page. The others are in the drawer. */
export function Banner(props: { messages: BannerMessage[] }) {
  const worst = () => props.messages.find(({ level }) => level === 'danger') ?? props.messages[0]
  return (
    <Show when={worst()}>
      {(message) => (
        <div class="banner" role="alert" data-level={message().level}>
          <StateMark mark={message().level === 'danger' ? 'stopped' : 'waiting'} label="" />
          <span>
            <CodeText text={message().text} />
          </span>
          <Show when={message().act}>
            {(act) => (
              <A class="button" href={act().href}>
                {act().words}
              </A>
            )}
          </Show>
          <Show when={props.messages.length > 1}>
            <button class="more" type="button" onClick={overlays.toggleDrawer}>
              +{props.messages.length - 1}
            </button>
          </Show>
        </div>
      )}
    </Show>
  )
}
