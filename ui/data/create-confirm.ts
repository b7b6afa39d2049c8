import { createSignal } from 'solid-js'
import type { Confirmation } from '../../src/audit/action-gate.ts'
import { Problem } from './problem.ts'

/** A question that waits for an answer: the phrase that was typed, or undefined where nothing shall be done. */
export type PendingConfirmation = { confirm: Confirmation; answer(phrase: string | undefined): void }

/**
 * Carries out acts that the server wants confirmed. `withConfirm` tries an act without a phrase; where the server
 * asks back, `pending` is the question, and the act is tried again with the phrase that was typed. It answers
 * undefined where the person decided against the act.
 */
export function createConfirm() {
  const [pending, setPending] = createSignal<PendingConfirmation>()

  async function withConfirm<T>(act: (phrase?: string) => Promise<T>): Promise<T | undefined> {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Problem) || !error.confirm) throw error
      const { confirm } = error
      const focused = document.activeElement
      const phrase = await new Promise<string | undefined>((answer) => setPending({ confirm, answer }))
      setPending(undefined)
      // The focus goes back to where it was; a button whose row is gone is gone, too.
      if (focused instanceof HTMLElement) queueMicrotask(() => focused.isConnected && focused.focus())
      return phrase === undefined ? undefined : act(phrase)
    }
  }

  return { pending, withConfirm }
}
