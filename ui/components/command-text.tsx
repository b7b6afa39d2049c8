import { For, type JSX, Show } from 'solid-js'

const hidden = '[hidden]'

/** A command in which values that were left out for safety stand out. */
export function CommandText(props: { text: string }): JSX.Element {
  return (
    <For each={props.text.split(hidden)}>
      {(part, index) => (
        <>
          <Show when={index() > 0}>
            <mark>{hidden}</mark>
          </Show>
          {part}
        </>
      )}
    </For>
  )
}
