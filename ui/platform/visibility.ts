import { createSignal } from 'solid-js'

const isShown = () => typeof document === 'undefined' || document.visibilityState === 'visible'
const [isVisible, setVisible] = createSignal(isShown())
if (typeof document !== 'undefined') document.addEventListener('visibilitychange', () => setVisible(isShown()))

/** Whether the page is in a tab that can be seen. Without a document, as in tests, it is. */
export { isVisible }
