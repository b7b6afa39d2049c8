import { createSignal } from 'solid-js'

/** The overlays of the page. One is open at a time: opening one closes the other. */
type Overlay = 'palette' | 'drawer' | 'shortcuts'

const [open, setOpen] = createSignal<Overlay | undefined>()
/** The text that the palette opens with. */
const [query, setQuery] = createSignal('')
const toggle = (overlay: Overlay) => setOpen((now) => (now === overlay ? undefined : overlay))

export const overlays = {
  open,
  query,
  setQuery,
  drawer: () => open() === 'drawer',
  openPalette(text: unknown = '') {
    setQuery(typeof text === 'string' ? text : '')
    setOpen('palette')
  },
  toggleDrawer: () => toggle('drawer'),
  toggleShortcuts: () => toggle('shortcuts'),
  closeAll: () => setOpen(undefined),
  /** Closes an overlay. One that was opened in its place meanwhile stays open. */
  close: (overlay: Overlay) => setOpen((now) => (now === overlay ? undefined : now)),
}
