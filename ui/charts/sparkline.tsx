import { createMemo, Show } from 'solid-js'
import type { Level } from '../components/level.ts'
import { sparklinePath } from './sparkline-path.ts'

/** A line of values without an axis. The numbers beside it say what it shows. */
export function Sparkline(props: {
  values: (number | null)[]
  /** The value at the upper edge; without it the highest value. */
  top?: number | undefined
  width: number
  height: number
  level?: Level | undefined
  /** Whether it fills its container, whose shape may differ. */
  fluid?: boolean
  /** What the line shows, in a sentence; without it the line is decoration. */
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
