import type { JSX } from 'solid-js'

/** One level of panel: a title, half a sentence beside it, and what it holds. */
export function Panel(props: {
  title: string
  sub?: JSX.Element
  end?: JSX.Element
  class?: string
  children: JSX.Element
}) {
  const id = `panel-${props.title.toLowerCase().replace(/[^a-z]+/g, '-')}`
  return (
    <section class={`panel ${props.class ?? ''}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{props.title}</h2>
        <span class="label">{props.sub}</span>
        <span class="end label">{props.end}</span>
      </header>
      {props.children}
    </section>
  )
}
