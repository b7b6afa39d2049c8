import type { JSX } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'

/** A group of choices under a title; what stands at its end says or changes how much of it is shown. */
export function Facet(props: { title: string; end?: JSX.Element; children: JSX.Element }) {
  return (
    <fieldset class="facet">
      <legend class="hidden">{props.title}</legend>
      <div class="facet-head label" aria-hidden={props.end ? undefined : 'true'}>
        <span aria-hidden="true">{props.title}</span>
        {props.end}
      </div>
      {props.children}
    </fieldset>
  )
}

/** One value, with the number of sessions that it would leave. */
export function Choice(props: {
  checked: boolean
  count: number
  title?: string
  onChange(): void
  children: JSX.Element
}) {
  return (
    <label class="choice-row" data-none={props.count === 0 && !props.checked ? '' : undefined}>
      <input type="checkbox" checked={props.checked} onChange={() => props.onChange()} />
      <span class="what cut" title={props.title}>
        {props.children}
      </span>
      <span class="count">{whole(props.count)}</span>
    </label>
  )
}
