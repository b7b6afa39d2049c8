import { createMemo, Show } from 'solid-js'
import type { Level } from '../components/level.ts'
import { sparklinePath } from './sparkline-path.ts'

/** The last hour in a line, without an axis: what it shows is said beside it in numbers. */
export function Sparkline(props: {
  values: (number | null)[]
  /** The value at the upper edge; without it the highest there is. */
  top?: number | undefined
  width: number
  height: number
  level?: Level | undefined
  /** Fills whatever room there is. */
  fluid?: boolean
  /** What is seen, in a sentence; without it the line says nothing that is not said beside it. */
  sentence?: string | undefined
}) {
  const top = () => props.top ?? Math.max(0, ...props.values.map((value) => value ?? 0))
  const path = createMemo(() => sparklinePath(props.values, top(), props))
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${props.width} ${props.height}`}
      width={props.width}
      height={props.height}
      preserveAspectRatio={props.fluid ? 'none' : undefined}
      data-level={props.level}
      role={props.sentence ? 'img' : undefined}
      aria-label={props.sentence}
      aria-hidden={props.sentence ? undefined : 'true'}
    >
      <path class="spark-area" d={path().area} />
      <path class="spark-line" d={path().line} />
      <Show when={path().last}>{(last) => <circle cx={last().x} cy={last().y} r="2.2" />}</Show>
    </svg>
  )
}
