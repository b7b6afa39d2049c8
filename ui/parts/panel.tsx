import { createUniqueId, type JSX } from 'solid-js'

/** One level of panel: a title, half a sentence beside it, and what it holds. */
export function Panel(props: {
  title: string
  sub?: JSX.Element
  end?: JSX.Element
  class?: string
  children: JSX.Element
}) {
  const id = createUniqueId()
  return (
    <section class={`panel ${props.class ?? ''}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{props.title}</h2>
        <span class="label cut">{props.sub}</span>
        <span class="end label">{props.end}</span>
      </header>
      <div class="content">{props.children}</div>
    </section>
  )
}
