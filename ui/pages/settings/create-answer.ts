import { createEffect, createSignal, onMount, untrack } from 'solid-js'
import { Problem } from '../../api.ts'
import { contact } from '../../live.ts'

/** What the server says to one question. A refusal is its sentence; it is asked again when the server is back. */
export function createAnswer<Data extends object>(question: () => Promise<Data>) {
  const [answer, setAnswer] = createSignal<{ data: Data; at: number }>()
  const [problem, setProblem] = createSignal<string>()
  const [asking, setAsking] = createSignal(false)

  async function ask() {
    setAsking(true)
    try {
      setAnswer({ data: await question(), at: Date.now() })
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error.message)
    } finally {
      setAsking(false)
    }
  }

  onMount(ask)
  createEffect(() => {
    if (contact().state === 'there' && untrack(problem) !== undefined) void ask()
  })
  return { data: () => answer()?.data, at: () => answer()?.at, problem, asking, ask }
}

export type Answer<Data extends object> = ReturnType<typeof createAnswer<Data>>
