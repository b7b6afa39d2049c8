import { createMemo, createSignal, For, Show } from 'solid-js'
import type { Agent } from '../../src/agents/agent.ts'
import { markOf } from '../../src/sessions/severity.ts'
import { doingWords } from '../components/doing-words.ts'
import { StateMark } from '../components/state-mark.tsx'
import { createLabelKeys } from './label-keys.ts'
import type { NameLabel } from './world/name-labels.ts'

/** The height of the office in art pixels. */
const stripHeight = 96

type Labelled = { label: NameLabel; agent: Agent }

/** The names of the agents above their heads. The tab key stops at one of them; arrows go from label to label. */
export function OfficeLabels(props: { labels: Labelled[]; onFocus(): void }) {
  // A label in another font has another width, and would change it when its own font arrives.
  const [isFontLoaded, setFontLoaded] = createSignal(false)
  document.fonts.load('20px "Jersey 10"').finally(() => setFontLoaded(true))
  let list!: HTMLUListElement

  const { setFocusedId, tabStop, onKeyDown } = createLabelKeys({
    ids: () => props.labels.map(({ agent }) => agent.id),
    list: () => list,
  })

  return (
    <ul ref={list} aria-label="Crew" data-theme="night" onKeyDown={onKeyDown}>
      <For each={isFontLoaded() ? props.labels.map(({ agent }) => agent.id) : []}>
        {(id) => {
          const labelled = createMemo(() => props.labels.find(({ agent }) => agent.id === id))
          return (
            <Show when={labelled()}>
              {(labelled) => (
                <Label
                  {...labelled()}
                  tabStop={tabStop() === id}
                  onFocus={() => {
                    setFocusedId(id)
                    props.onFocus()
                  }}
                />
              )}
            </Show>
          )
        }}
      </For>
    </ul>
  )
}

function Label(props: Labelled & { tabStop: boolean; onFocus(): void }) {
  const mark = () => markOf(props.agent.state)
  const description = () => `${props.agent.name}, ${doingWords(props.agent.state, props.agent.activity)}`
  return (
    <li style={{ '--x': props.label.x, '--up': stripHeight - props.label.bottom, '--room': props.label.width }}>
      <a
        class="name-label"
        href={`/agents/${encodeURIComponent(props.agent.id)}`}
        data-mark={mark()}
        tabindex={props.tabStop ? 0 : -1}
        aria-label={description()}
        title={description()}
        onFocus={() => props.onFocus()}
      >
        <StateMark mark={mark()} label="" />
        <bdi>{props.agent.name}</bdi>
      </a>
    </li>
  )
}

/** The name of an agent above its head, where it leads nowhere. */
export const OfficeLabel = (props: { agent: Agent }) => (
  <span class="name-label" data-mark={markOf(props.agent.state)}>
    <StateMark mark={markOf(props.agent.state)} label="" />
    <bdi>{props.agent.name}</bdi>
    <span class="hidden">, {doingWords(props.agent.state, props.agent.activity)}</span>
  </span>
)
