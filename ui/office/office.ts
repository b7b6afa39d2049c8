/** The views of the office strip, as one chunk that is fetched when the first of them is shown. */
export { DeskView } from './desk-view.tsx'
export { NightWindow } from './night-window.tsx'
export { OfficeView } from './office-view.tsx'
