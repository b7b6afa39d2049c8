import { A } from '@solidjs/router'
import { createContext, type JSX, useContext } from 'solid-js'

type Breakdowns = {
  /** The address of the page with a figure opened. */
  hrefOf(id: string): string
  /** The id of the opened figure. */
  open(): string | undefined
}

export const BreakdownContext = createContext<Breakdowns>()

function useBreakdowns(): Breakdowns {
  const breakdowns = useContext(BreakdownContext)
  if (!breakdowns) throw new Error('A BreakdownLink stands outside <BreakdownContext.Provider>.')
  return breakdowns
}

/** A number that opens its breakdown, by click or `Enter`. */
export function BreakdownLink(props: {
  id: string
  title?: string | undefined
  class?: string
  children: JSX.Element
}) {
  const breakdowns = useBreakdowns()
  return (
    <A
      class={`figure ${props.class ?? ''}`}
      href={breakdowns.hrefOf(props.id)}
      noScroll
      data-figure={props.id}
      data-open={breakdowns.open() === props.id ? '' : undefined}
      title={props.title ? `${props.title}. Opens the breakdown` : 'Opens the breakdown'}
    >
      {props.children}
    </A>
  )
}
