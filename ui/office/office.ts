/** The art and what draws it, as one chunk. It is fetched when the first portrait or the office is shown. */
export { portraitOf, portraitSize } from './art/compose.ts'
export { DeskView } from './desk-view.tsx'
export { NightWindow } from './night-window.tsx'
export { OfficeView } from './office-view.tsx'
