/** What a character does. */
export type OfficeAct = 'type' | 'read' | 'talk' | 'think' | 'wait' | 'error' | 'idle' | 'sleep'

/** What the monitor on its desk shows. */
export type Monitor = 'off' | 'idle' | 'code' | 'error' | 'chart' | 'read' | 'web' | 'wait' | 'sleep'

/** The colours of its name, its lamp and its light. */
export type Tone = 'work' | 'think' | 'wait' | 'error' | 'idle' | 'sleep' | 'unknown'

/** How somebody is drawn: the translation of its state, and nothing that was not said of it. */
export type Depiction = {
  act: OfficeAct
  monitor: Monitor
  tone: Tone
  /** The sign above the name of somebody who needs a person. */
  sign: 'wait' | 'error' | null
  /** Slower than others, because nothing goes on. */
  isSlow: boolean
  /** Without colour and without any movement, because nothing is known. */
  isStill: boolean
  /** Whether it may leave its desk: to the coffee, to a sofa, to a window. */
  isFree: boolean
}
