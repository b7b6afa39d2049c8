/** The art and what draws it, in one piece: fetched when the first face or the window is shown. */
export { portraitOf, portraitSize } from './art/compose.ts'
export { OfficeView } from './office-view.tsx'
