import type { Session } from '../sessions/session.ts'

type Known = Pick<Session, 'id' | 'projectPath' | 'model'>
type Place = { project: string | null; model: string | null }

const maxKnown = 2_000

/** The folder and the model of sessions that were heard of lately, for rules that are narrowed to them. */
export function createSessionPlaces(recent: () => readonly Known[]) {
  const known = new Map<string, Place>()

  function note({ id, projectPath, model }: Known) {
    known.delete(id)
    known.set(id, { project: projectPath, model })
    if (known.size > maxKnown) known.delete(known.keys().next().value!)
  }

  return {
    note,
    /** Of the sessions of the last day, or those that changed since; undefined for any other. */
    of(id: string): Place | undefined {
      if (!known.has(id)) {
        const session = recent().find((one) => one.id === id)
        if (session) note(session)
      }
      return known.get(id)
    },
  }
}
