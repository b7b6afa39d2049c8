import type { ActedSession, ActTaken, SessionAct, SessionDoor, SessionOffer } from '../facts/session-act.ts'
import type { Runtime } from '../facts/runtimes.ts'
import { runtimeName } from '../facts/runtimes.ts'
import { Refusal } from '../lib/refusal.ts'
import { resumeCommandOf } from './resume-command.ts'

export type SessionDoors = ReturnType<typeof createSessionDoors>

/** The doors of each runtime, the best first: the first that can do something for a session is the one that does it. */
export function createSessionDoors(doors: Partial<Record<Runtime, SessionDoor[]>>) {
  async function offerOf(session: ActedSession): Promise<{ door: SessionDoor; offer: SessionOffer } | undefined> {
    for (const door of doors[session.runtime] ?? []) {
      const offer = await door.offer(session)
      if (offer) return { door, offer: { ...offer, resume: resumeCommandOf(session) } }
    }
    return undefined
  }

  return {
    /** What can be done to a session just now. It never throws. */
    async offer(session: ActedSession): Promise<SessionOffer> {
      const found = await offerOf(session)
      return (
        found?.offer ?? {
          through: null,
          acts: [],
          note: `Wheelhouse cannot act on sessions of ${runtimeName(session.runtime)}.`,
          pid: null,
          resume: resumeCommandOf(session),
        }
      )
    },

    /** Has it done through the door that offers it. Throws the Refusal of the door, and `conflict` where none does. */
    async act(session: ActedSession, act: SessionAct, id: string): Promise<ActTaken> {
      const found = await offerOf(session)
      if (!found?.offer.acts.includes(act.kind))
        throw new Refusal(
          'conflict',
          found?.offer.note ?? `${runtimeName(session.runtime)} does not take that from here.`,
        )
      return found.door.act(session, act, id)
    },
  }
}
