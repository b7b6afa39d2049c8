import { createSignal } from 'solid-js'

/**
 * The labels of a crew as one stop of the tab key: arrows, Home and End go from one to the next. `list` is what holds
 * them; the one in the tab order has `tabindex="0"`.
 */
export function createLabelKeys({
  ids,
  preferred = () => undefined,
  list,
  onMove,
}: {
  ids: () => readonly string[]
  /** Where the tab key stops as long as none had the focus. */
  preferred?: () => string | undefined
  list: () => HTMLElement
  /** An arrow has come to a label, which gets the focus then. */
  onMove?: (id: string) => void
}) {
  const [focusedId, setFocusedId] = createSignal<string>()
  const tabStop = () => [focusedId(), preferred()].find((id) => id !== undefined && ids().includes(id)) ?? ids()[0]

  function onKeyDown(event: KeyboardEvent) {
    const all = ids()
    const at = all.indexOf(tabStop() ?? '')
    const next = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: all.length - 1,
    }[event.key]
    const id = next === undefined ? undefined : all[next]
    if (id === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    setFocusedId(id)
    onMove?.(id)
    list().querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }

  return { focusedId, setFocusedId, tabStop, onKeyDown }
}
