import { createSignal } from 'solid-js'
import type { CronDefinition } from '../../../src/facts/cron-definition.ts'
import type { CronPatch, NewCronJob } from '../../../src/facts/cron-schema.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { createConfirm } from '../../data/create-confirm.ts'
import type { Crons } from './create-crons.ts'

/** A run that a person has asked for: since when, and whether the gateway has begun it. Times in ms. */
export type Asked = { at: number; isBegun: boolean }

/** What a person does to a job on this page. */
export function createActs(crons: Crons) {
  const { pending, withConfirm } = createConfirm()
  const { problem, attempt } = createAttempt()
  /** What is being done just now, as a word on its button. */
  const [busy, setBusy] = createSignal<string>()
  /** The runs that were asked for here, by job. */
  const [asked, setAsked] = createSignal<ReadonlyMap<string, Asked>>(new Map())

  async function doing(what: string, act: () => Promise<unknown>) {
    if (busy()) return
    setBusy(what)
    await attempt(act)
    setBusy(undefined)
    crons.changed()
  }
  const note = (id: string, one: Asked | undefined) =>
    setAsked((all) => {
      const next = new Map(all)
      if (one) next.set(id, one)
      else next.delete(id)
      return next
    })

  return {
    pending,
    problem,
    busy,
    askedOf: (id: string) => asked().get(id),

    run: (id: string) =>
      doing('run', async () => {
        const at = Date.now()
        try {
          const answer = await withConfirm((confirm) => {
            if (confirm) note(id, { at: Date.now(), isBegun: false })
            return ask(api.crons({ id }).run.post({ confirm }))
          })
          if (answer) note(id, { at: Math.min(at, answer.askedAt), isBegun: true })
        } catch (error) {
          note(id, undefined)
          throw error
        }
      }),

    setEnabled: (id: string, name: string, enabled: boolean) =>
      doing('switch', async () => {
        await ask(enabled ? api.crons({ id }).enable.post() : api.crons({ id }).disable.post())
        toast({ text: `${oneLine(name)} is ${enabled ? 'on' : 'off'}.` })
      }),

    remove: (id: string, name: string, done: () => void) =>
      doing('delete', async () => {
        if (!(await withConfirm((confirm) => ask(api.crons({ id }).delete({ confirm }))))) return
        toast({ text: `${oneLine(name)} is deleted. Its runs are kept.` })
        done()
      }),

    save: (id: string, name: string, patch: Record<string, unknown>, revision: string, done: () => void) =>
      doing('save', async () => {
        await ask(api.crons({ id }).patch({ patch: patch as CronPatch, revision }))
        toast({ text: `${oneLine(name)} is saved.` })
        done()
      }),

    add: (definition: CronDefinition, done: (id: string) => void) =>
      doing('add', async () => {
        const job = await ask(api.crons.post({ job: definition as NewCronJob }))
        toast({ text: `${oneLine(job.name)} is added.` })
        done(job.id)
      }),

    setDeadline: (id: string, withinMs: number | null) =>
      doing('deadline', async () => {
        await ask(api.crons({ id }).deadline.put({ withinMs }))
        await crons.refetchDeadlines()
      }),
  }
}

export type Acts = ReturnType<typeof createActs>
