/** The office as one chunk, with all its sprites. It is fetched when it is first shown; portraits do without it. */
export { DeskView } from './desk-view.tsx'
export { NightWindow } from './night-window.tsx'
export { OfficeView } from './office-view.tsx'
