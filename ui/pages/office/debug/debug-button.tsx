import Bug from 'lucide-solid/icons/bug'
import { bindKeys } from '../../../platform/keyboard.ts'

/** Opens and closes the debug view of the office, which `D` does as well. */
export function DebugButton(props: { isOpen: boolean; onToggle(): void }) {
  bindKeys([{ keys: 'D', words: 'Why everything is drawn so', group: 'This page', run: () => props.onToggle() }])
  return (
    <button
      type="button"
      aria-label="Debug view"
      title="Why everything is drawn so"
      aria-pressed={props.isOpen}
      onClick={() => props.onToggle()}
    >
      <Bug size={14} aria-hidden="true" />
    </button>
  )
}
