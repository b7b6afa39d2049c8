import { createSignal } from 'solid-js'

/** What lies over the page now. One at a time: opening one closes the others. */
type Overlay = 'palette' | 'drawer' | 'keys'

const [open, setOpen] = createSignal<Overlay | undefined>()
/** What the palette begins with. */
const [query, setQuery] = createSignal('')
const toggle = (overlay: Overlay) => setOpen((now) => (now === overlay ? undefined : overlay))

export const overlays = {
  open,
  query,
  drawer: () => open() === 'drawer',
  openPalette(beginning: unknown = '') {
    setQuery(typeof beginning === 'string' ? beginning : '')
    setOpen('palette')
  },
  toggleDrawer: () => toggle('drawer'),
  toggleKeys: () => toggle('keys'),
  /** Closes this one; what was opened in its place meanwhile stays. */
  close: (overlay: Overlay) => setOpen((now) => (now === overlay ? undefined : now)),
}
