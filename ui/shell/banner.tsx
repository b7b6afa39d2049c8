import { Show } from 'solid-js'
import { CodeText } from '../components/code-text.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { overlays } from './overlays.ts'

export type Problem = { level: 'warn' | 'danger'; text: string }

/** The worst of what is wrong with the whole, in one line that pushes the page down and covers nothing. */
export function Banner(props: { troubles: Problem[] }) {
  const worst = () => props.troubles.find(({ level }) => level === 'danger') ?? props.troubles[0]
  return (
    <Show when={worst()}>
      {(trouble) => (
        <div class="banner" role="alert" data-level={trouble().level}>
          <StateMark mark={trouble().level === 'danger' ? 'stopped' : 'waiting'} label="" />
          <span>
            <CodeText text={trouble().text} />
          </span>
          <Show when={props.troubles.length > 1}>
            <button class="more" type="button" onClick={overlays.toggleDrawer}>
              +{props.troubles.length - 1}
            </button>
          </Show>
        </div>
      )}
    </Show>
  )
}
