import { createSignal } from 'solid-js'
import type { Annotation, AnnotationChange } from '../../../src/annotations/annotation.ts'
import { atLeast } from '../../../src/auth/role.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { Problem } from '../../data/problem.ts'
import { createQuery } from '../../data/query.ts'

export type AnnotationEdits = ReturnType<typeof createAnnotationEdits>

type Change = Omit<AnnotationChange, 'addTags' | 'removeTags'> & {
  addTags?: string[]
  removeTags?: string[]
}
type ChangeOf = Change & { id: string }
type Step = { id: string; before: Annotation | null; after: Annotation | null }

/** The server changes so many sessions at once. */
const maxAtOnce = 500

/** Tagging, pinning, archiving and noting: who may, and what takes the last act back. `after` runs behind each. */
export function createAnnotationEdits(after: () => void) {
  const me = createQuery({ key: () => ['me'], fetcher: () => ask(api.auth.me.get()), throttleMs: 60_000 })
  const [isBusy, setBusy] = createSignal(false)

  async function write(changes: ChangeOf[]): Promise<Step[]> {
    const steps: Step[] = []
    for (let from = 0; from < changes.length; from += maxAtOnce)
      steps.push(...(await ask(api.annotations.post({ changes: changes.slice(from, from + maxAtOnce) }))).steps)
    return steps
  }

  /** Runs an act; why it cannot be done is said in a toast. */
  async function run(act: () => Promise<void>) {
    setBusy(true)
    try {
      await act()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      toast({ text: error.message })
    } finally {
      setBusy(false)
      after()
    }
  }

  /** Changes sessions and says it, with a button that takes back what was really changed. */
  const change = (ids: readonly string[], what: Change, said: (count: number) => string) =>
    run(async () => {
      const steps = await write(ids.map((id) => ({ id, ...what })))
      if (steps.length === 0) return
      toast({ text: said(steps.length), undo: () => void run(async () => void (await write(steps.map(oppositeOf)))) })
    })

  return {
    isBusy,
    /** Undefined while it is not known, or where this browser may. */
    whyNot(): string | undefined {
      const known = me.data()
      return known === undefined || (atLeast(known.role, 'operator') && known.mayAct)
        ? undefined
        : 'View only. To tag, pin, note or archive, sign in: run wheelhouse open and open the link it prints.'
    },
    tag: (ids: readonly string[], { add, remove }: { add: string[]; remove: string[] }) =>
      change(ids, { addTags: add, removeTags: remove }, (count) => `Tags of ${sessions(count)} changed`),
    pin: (ids: readonly string[], isPinned: boolean) =>
      change(ids, { isPinned }, (count) => `${sessions(count)} ${isPinned ? 'pinned' : 'unpinned'}`),
    /** `working` of them are at work. */
    archive: (ids: readonly string[], isArchived: boolean, working = 0) =>
      change(
        ids,
        { isArchived },
        (count) =>
          `${sessions(count)} ${isArchived ? 'archived' : 'unarchived'}${isArchived ? stillWorking(working, count) : ''}`,
      ),
    note: (id: string, note: string | null) =>
      change([id], { note }, () => (note?.trim() ? 'Note saved' : 'Note removed')),
  }
}

const sessions = (count: number) => `${count} ${count === 1 ? 'session' : 'sessions'}`

/** What archiving does not do: an agent is not stopped by it. */
const stillWorking = (working: number, count: number) =>
  working === 0
    ? ''
    : `. ${count === 1 ? 'It is' : working === 1 ? '1 of them is' : `${working} of them are`} still running.`

/** The change that makes of what is there now what was there before. */
export function oppositeOf({ id, before, after }: Step): ChangeOf {
  const [was, is] = [before?.tags ?? [], after?.tags ?? []]
  return {
    id,
    addTags: was.filter((tag) => !is.includes(tag)),
    removeTags: is.filter((tag) => !was.includes(tag)),
    isPinned: before?.isPinned ?? false,
    isArchived: before?.isArchived ?? false,
    note: before?.note ?? null,
  }
}
