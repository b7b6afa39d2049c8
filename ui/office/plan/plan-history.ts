import type { OfficePlan } from '../../../src/office/plan.ts'

const mostSteps = 50

/** A plan while it is edited: every change can be taken back, at most fifty of them, and made again. */
export function createPlanHistory(first: OfficePlan) {
  /** The plans in their order, each with what was done to get there. */
  let steps = [{ plan: first, words: '' }]
  let at = 0
  /** The places of what was saved, and of the last plan that is on its line and on ours; those before are counted below 0. */
  let savedAt = 0
  let sharedAt = 0

  return {
    plan: () => steps[at]!.plan,
    /** Takes a change on. A plan that is the present one is none. */
    apply(plan: OfficePlan, words: string) {
      if (plan === steps[at]!.plan) return
      steps = [...steps.slice(0, at + 1), { plan, words }]
      sharedAt = Math.min(sharedAt, at)
      at++
      const over = at - mostSteps
      if (over <= 0) return
      steps = steps.slice(over)
      at -= over
      savedAt -= over
      sharedAt -= over
    },
    /** Goes back by one change, and says which it was. */
    undo(): string | undefined {
      return at > 0 ? steps[at--]!.words : undefined
    },
    /** Makes again what was taken back last, and says which it was. */
    redo(): string | undefined {
      return at < steps.length - 1 ? steps[++at]!.words : undefined
    },
    canUndo: () => at > 0,
    canRedo: () => at < steps.length - 1,
    /** The present plan is what is saved. */
    save() {
      savedAt = at
      sharedAt = at
    },
    /** How many changes lie between the present plan and what was saved. */
    changes(): number {
      const shared = Math.min(sharedAt, at)
      return savedAt - shared + (at - shared)
    },
  }
}
