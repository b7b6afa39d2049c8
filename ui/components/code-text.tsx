import { For } from 'solid-js'

/** A sentence from the server: what stands in backticks is something to type. */
export function CodeText(props: { text: string }) {
  return <For each={props.text.split('`')}>{(part, index) => (index() % 2 === 1 ? <code>{part}</code> : part)}</For>
}
