import type { JSX } from 'solid-js'
import type { StateMarkName } from '../../src/sessions/severity.ts'

/** The marks of sessions also stand for the status of jobs, sources and gateways, which can be healthy as well. */
export type Mark = StateMarkName | 'healthy'

const shapes: Record<Mark, () => JSX.Element> = {
  working: () => <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  thinking: () => (
    <>
      <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.4" />
      <path d="M6 1.8a4.2 4.2 0 0 0 0 8.4z" fill="currentColor" />
    </>
  ),
  waiting: () => <path d="M6 1 11.4 10.5H.6z" fill="currentColor" />,
  stopped: () => <path d="M6 .6 11.4 6 6 11.4.6 6z" fill="currentColor" />,
  idle: () => <circle cx="6" cy="6" r="3.8" fill="none" stroke="currentColor" stroke-width="1.6" />,
  asleep: () => <path d="M7.8 1.2A5 5 0 1 0 10.8 8 4.2 4.2 0 0 1 7.8 1.2z" fill="currentColor" />,
  unknown: () => <path d="M2 6h8" stroke="currentColor" stroke-width="1.8" />,
  healthy: () => <path d="m2 6.4 2.8 2.8L10 3.4" fill="none" stroke="currentColor" stroke-width="1.8" />,
}

/** A state as a shape and a colour. `label` is its name for assistive technology; '' where a word beside it says it. */
export function StateMark(props: { mark: Mark; label: string }) {
  return (
    <svg
      class="mark"
      data-mark={props.mark}
      viewBox="0 0 12 12"
      role={props.label ? 'img' : undefined}
      aria-label={props.label || undefined}
      aria-hidden={props.label ? undefined : 'true'}
    >
      {shapes[props.mark]()}
    </svg>
  )
}
