import { createSignal, onCleanup } from 'solid-js'

const holdMs = 1_200

/** Whether this device is touched, and has no pointer that hovers. */
export const isTouched = () => matchMedia('(hover: none) and (pointer: coarse)').matches

/**
 * A button that acts once a finger has rested on it for 1.2 s. Whoever presses it otherwise, by keyboard or by a screen
 * reader, has not held it: `onPressed` offers them another way.
 */
export function HoldButton(props: { words: string; kind: string; onHeld(): void; onPressed(): void }) {
  const [isHeld, setIsHeld] = createSignal(false)
  let holding: Timer | undefined
  let wasTouched = false
  function release() {
    clearTimeout(holding)
    setIsHeld(false)
  }
  onCleanup(release)
  return (
    <button
      type="button"
      class="button hold-button"
      data-kind={props.kind}
      data-held={isHeld() ? '' : undefined}
      style={{ '--hold': `${holdMs}ms` }}
      onPointerDown={(event) => {
        if (!event.isPrimary) return
        wasTouched = true
        setIsHeld(true)
        clearTimeout(holding)
        holding = setTimeout(() => {
          release()
          props.onHeld()
        }, holdMs)
      }}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onClick={() => {
        if (!wasTouched) props.onPressed()
        wasTouched = false
      }}
    >
      <span class="hold-fill" aria-hidden="true" />
      <span class="hold-words">{props.words}</span>
    </button>
  )
}
