import { A } from '@solidjs/router'
import type { JSX } from 'solid-js'

/** The way from an object of the office to the page of what it stands for. */
export const To = (props: { href: string; children: string }) => (
  <p>
    <A class="button" href={props.href}>
      Open {props.children}
    </A>
  </p>
)
export const Lines = (props: { children: JSX.Element }) => <dl class="object-lines">{props.children}</dl>
export const Line = (props: { name: string; children: JSX.Element }) => (
  <div>
    <dt>{props.name}</dt>
    <dd>{props.children}</dd>
  </div>
)
