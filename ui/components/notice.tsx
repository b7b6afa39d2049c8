import type { JSX } from 'solid-js'
import { CodeText } from './code-text.tsx'

/** The one message of a page that cannot show anything else, with what to do about it. */
export function Notice(props: { title: string; text: string; children: JSX.Element }) {
  return (
    <section class="notice panel" role="alert">
      <h1>{props.title}</h1>
      <p>
        <CodeText text={props.text} />
      </p>
      <div>{props.children}</div>
    </section>
  )
}
