import X from 'lucide-solid/icons/x'
import type { ObjectRole } from '../../../office/world/layout.ts'
import { roleNames } from '../object-words.ts'

/** An object in the past. What objects showed is not kept. */
export function PastObject(props: { role: ObjectRole; onClose(): void }) {
  return (
    <aside class="panel inspector object-panel" aria-label={roleNames[props.role].name}>
      <header>
        <div class="who">
          <p class="quiet">{roleNames[props.role].thing}</p>
          <h2>{roleNames[props.role].name}</h2>
        </div>
        <button class="icon-button" type="button" aria-label="Close" onClick={() => props.onClose()}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="inspector-body">
        <p>What it showed then is not kept: in a replay it shows nothing. Go back to now to see it.</p>
      </div>
    </aside>
  )
}
