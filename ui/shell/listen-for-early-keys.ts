import { overlays } from './overlays.ts'

/**
 * Takes what is typed after the palette was asked for and before its field has the keyboard, so that no letter is lost
 * while the palette is fetched. The answer stops listening.
 */
export function listenForEarlyKeys() {
  const onKeyDown = (event: KeyboardEvent) => {
    if (overlays.open() !== 'palette' || (event.target as Element | null)?.closest?.('[role="dialog"]')) return
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const isBackspace = event.key === 'Backspace'
    if (!isBackspace && [...event.key].length !== 1) return
    event.preventDefault()
    event.stopPropagation()
    overlays.setQuery((text) => (isBackspace ? text.slice(0, -1) : text + event.key))
  }
  window.addEventListener('keydown', onKeyDown, true)
  return () => window.removeEventListener('keydown', onKeyDown, true)
}
