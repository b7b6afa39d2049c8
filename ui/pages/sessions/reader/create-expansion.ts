import { createSignal } from 'solid-js'

/** Tool calls are opened and closed together, so they have keys of their own: a call and its result have the same. */
export const toolKey = (callId: string) => `tool:${callId}`
const isTool = (key: string) => key.startsWith('tool:')

/** What was expanded or collapsed by hand, item by item, or all tool calls at once. */
export function createExpansion() {
  const [byHand, setByHand] = createSignal<ReadonlyMap<string, boolean>>(new Map())
  const [all, setAll] = createSignal<boolean>()
  /** What was open before all tool calls were opened. */
  let before: ReadonlyMap<string, boolean> | undefined
  return {
    of: (itemId: string) => byHand().get(itemId) ?? (isTool(itemId) ? all() : undefined),
    set: (itemId: string, isOpen: boolean) => setByHand((before) => new Map(before).set(itemId, isOpen)),
    /** Opens all tool calls; the second time, each is again as it was before. */
    toggleTools() {
      const others = [...byHand()].filter(([itemId]) => !isTool(itemId))
      if (all()) {
        setByHand(new Map([...[...(before ?? [])].filter(([itemId]) => isTool(itemId)), ...others]))
        setAll(undefined)
        before = undefined
      } else {
        before = byHand()
        setByHand(new Map(others))
        setAll(true)
      }
    },
    reset() {
      before = undefined
      setByHand(new Map())
      setAll(undefined)
    },
  }
}
