import {
  type ApprovalAnswer,
  type ApprovalDoor,
  type ApprovalRuntime,
  type ApprovalStatement,
  approvalSettings,
  type TakingPart,
} from '../facts/approval.ts'
import { checkStatement } from '../facts/approval-bounds.ts'
import type { Finding } from '../facts/source.ts'
import { Refusal } from '../lib/refusal.ts'
import { createLosses } from './common/losses.ts'

export type ApprovalHub = ReturnType<typeof createApprovalHub>

/**
 * Opens and closes the doors through which requests for approval come, as people switch them on and off, and hands each
 * answer to the door whose request it is.
 */
export function createApprovalHub(
  doors: Record<ApprovalRuntime, ApprovalDoor[]>,
  state: (statement: ApprovalStatement) => void,
) {
  const losses = createLosses('what asks for approval')
  const open = new Set<ApprovalDoor>()
  /** The door of each request that is there now, by its id. */
  const doorOf = new Map<string, ApprovalDoor>()

  function hear(door: ApprovalDoor, said: ApprovalStatement) {
    if (!open.has(door)) return
    const statement = checkStatement(said, losses.of('a request for approval'))
    for (const [id, other] of doorOf) if (other === door) doorOf.delete(id)
    for (const { id } of statement.requests) doorOf.set(id, door)
    state(statement)
  }

  function shut(door: ApprovalDoor) {
    open.delete(door)
    for (const [id, other] of doorOf) if (other === door) doorOf.delete(id)
    door.close()
  }

  return {
    /** Opens the doors of runtimes that are switched on, and closes those of the others. */
    takePart({ isOn, isAttended }: TakingPart) {
      for (const runtime of approvalSettings)
        for (const door of doors[runtime]) {
          door.attended?.(isAttended)
          if (isOn[runtime] && !open.has(door)) {
            open.add(door)
            door.open((statement) => hear(door, statement))
          } else if (!isOn[runtime] && open.has(door)) shut(door)
        }
    },

    /** Resolves once the runtime has taken the answer. Throws the Refusal of the door; `not-found` for an unknown id. */
    async answer(id: string, answer: ApprovalAnswer): Promise<void> {
      const door = doorOf.get(id)
      if (!door) throw new Refusal('not-found', 'This request is not there any more.')
      await door.answer(id, answer)
    },

    /** Each once, however many doors say it. */
    findings: (): Finding[] => {
      const all = [...losses.findings(), ...[...open].flatMap((door) => door.findings?.() ?? [])]
      return [...new Map(all.map((finding) => [finding.message, finding])).values()]
    },

    close() {
      for (const door of [...open]) shut(door)
    },
  }
}
