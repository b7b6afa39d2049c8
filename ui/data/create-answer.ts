import { createEffect, createSignal, onMount, untrack } from 'solid-js'
import { contact } from './contact.ts'
import { Problem } from './problem.ts'

/** What the server says to one question. A refusal is its sentence; it is asked again when the server is back. */
export function createAnswer<Data extends object>(question: () => Promise<Data>) {
  const [answer, setAnswer] = createSignal<{ data: Data; at: number }>()
  const [problem, setProblem] = createSignal<string>()
  const [asking, setAsking] = createSignal(false)

  let turn = 0

  /** Asked twice at once, the later question has the word. */
  async function ask() {
    const mine = ++turn
    setAsking(true)
    try {
      const data = await question()
      if (mine !== turn) return
      setAnswer({ data, at: Date.now() })
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (mine === turn) setProblem(error.message)
    } finally {
      if (mine === turn) setAsking(false)
    }
  }

  onMount(ask)
  createEffect(() => {
    if (contact().state === 'there' && untrack(problem) !== undefined) void ask()
  })
  return { data: () => answer()?.data, at: () => answer()?.at, problem, asking, ask }
}

export type Answer<Data extends object> = ReturnType<typeof createAnswer<Data>>
