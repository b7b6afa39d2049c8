import { type Runtime, runtimeName } from '../../facts/runtimes.ts'
import type { ActedSession, ActTaken, SessionAct, SessionDoor, SessionOffer } from '../../facts/session-act.ts'
import { Refusal } from '../../lib/refusal.ts'
import { resumeCommandOf } from './resume-command.ts'

export type SessionDoors = ReturnType<typeof createSessionDoors>

type Deps = {
  /** The doors of each runtime, the best first: the first that knows a session is the one that acts on it. */
  doors: Partial<Record<Runtime, SessionDoor[]>>
  /** Where a session was started, where its runtime tells more than the folder of its project. */
  startFolderOf?: (session: ActedSession) => string | null
}

/** Every way in which sessions of this machine can be acted on. */
export function createSessionDoors({ doors, startFolderOf = () => null }: Deps) {
  const resumeOf = (session: ActedSession) =>
    resumeCommandOf({ ...session, folder: startFolderOf(session) ?? session.folder })

  async function offerOf(session: ActedSession): Promise<{ door: SessionDoor; offer: SessionOffer } | undefined> {
    for (const door of doors[session.runtime] ?? []) {
      const offer = await door.offer(session)
      if (offer) return { door, offer: { ...offer, resume: resumeOf(session) } }
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
          resume: resumeOf(session),
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
