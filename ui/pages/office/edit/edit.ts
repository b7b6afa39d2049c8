// What the layout editor is made of, as one part that is fetched when somebody opens it.
export { createEditor } from './create-editor.ts'
export { LayoutEditor } from './layout-editor.tsx'
export { PlanOverlay } from './plan-overlay.tsx'
