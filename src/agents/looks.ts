import type { Permit } from '../audit/action-gate.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Store } from '../store/store.ts'
import type { AgentEvent } from './events.ts'
import { isChoiceText, lookWith } from './look.ts'
import { deleteLook, lookRows, putLook } from './look-rows.ts'
import type { AgentReads } from './reads.ts'

/** So many agents have a look by hand at most. */
const maxLooks = 10_000

export type Looks = ReturnType<typeof createLooks>

/** What is chosen of the look of an agent now; null for nothing. */
export type LookNow = readonly [agentId: string, choice: string | null]

type Deps = {
  /** wheelhouse.sqlite. */
  store: Store
  reader: Reader<Pick<AgentReads, 'agentsOf'>>
  now: () => number
  publish: (event: AgentEvent) => unknown
  /** Hears what changed before anybody is told. */
  changed: (looks: LookNow[]) => void
}

/** How people chose that agents look. All of it is held in memory: every row of an agent says it. */
export function createLooks({ store, reader, now, publish, changed }: Deps) {
  const all = new Map(lookRows(store).filter(([, choice]) => isChoiceText(choice)))

  return {
    all: (): LookNow[] => [...all],

    /** An event of an agent with the look that was chosen for it, which the thread that reads it does not know. */
    worn: ({ agent, ...event }: AgentEvent): AgentEvent => ({
      ...event,
      agent: { ...agent, look: lookWith(agent.id, all.get(agent.id) ?? null) },
    }),

    /** Has an agent look as it was chosen, null for as chance has it, and tells every page. Throws a Refusal. */
    async choose(permit: Permit, id: string, choice: string | null, by: string): Promise<{ look: string }> {
      permit.check()
      if (choice === null) {
        deleteLook(store, id)
        all.delete(id)
      } else {
        if (all.size >= maxLooks && !all.has(id))
          throw new Refusal('too-many', `${maxLooks} agents have a look of their own. Give one back to chance first.`)
        putLook(store, id, choice, { at: now(), by })
        all.set(id, choice)
      }
      changed([[id, choice]])
      for (const agent of fromJson(await reader.agentsOf({ ids: [id] }))) publish({ kind: 'agent.changed', agent })
      return { look: lookWith(id, choice) }
    },
  }
}
