import Check from 'lucide-solid/icons/check'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For } from 'solid-js'
import type { PlanFault } from '../../../office/plan/plan-faults.ts'

/** What is wrong with a plan, or that nothing is. */
export function FaultList(props: { faults: readonly PlanFault[]; well: string; onChoose?(pieceId: string): void }) {
  return (
    <ul class="fault-list">
      <For
        each={props.faults}
        fallback={
          <li data-kind="well">
            <Check size={14} aria-hidden="true" /> {props.well}
          </li>
        }
      >
        {(fault) => (
          <li>
            <TriangleAlert size={14} aria-hidden="true" />
            {props.onChoose && fault.pieceId !== undefined ? (
              <button type="button" onClick={() => props.onChoose!(fault.pieceId!)}>
                {fault.text}
              </button>
            ) : (
              fault.text
            )}
          </li>
        )}
      </For>
    </ul>
  )
}
