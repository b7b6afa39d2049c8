import { For } from 'solid-js'

/** A sentence from the server; text in backticks is shown as code. */
export function CodeText(props: { text: string }) {
  return <For each={props.text.split('`')}>{(part, index) => (index() % 2 === 1 ? <code>{part}</code> : part)}</For>
}
