import { createUniqueId, type JSX, Show } from 'solid-js'

/** A section of the settings: rows below its title. */
export function Section(props: { title: string; sub: string; end?: JSX.Element; children: JSX.Element }) {
  const id = createUniqueId()
  return (
    <section class="panel section" aria-labelledby={id}>
      <header>
        <h1 id={id}>{props.title}</h1>
        <span class="quiet sub">{props.sub}</span>
        <span class="end">{props.end}</span>
      </header>
      <div class="content">{props.children}</div>
    </section>
  )
}

/** A row with the name of a setting, what it does, and its control. The control is labelled by the ids of the other two. */
export function Setting(props: {
  name: string
  about?: JSX.Element
  children: (ids: { labelledBy: string; describedBy: string }) => JSX.Element
}) {
  const labelledBy = createUniqueId()
  const describedBy = createUniqueId()
  return (
    <div class="setting">
      <div>
        <span id={labelledBy}>{props.name}</span>
        <Show when={props.about}>
          <small id={describedBy}>{props.about}</small>
        </Show>
      </div>
      <div class="control">{props.children({ labelledBy, describedBy })}</div>
    </div>
  )
}
