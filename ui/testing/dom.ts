import { BrowserErrorCaptureEnum, GlobalWindow } from 'happy-dom'
import type { JSX } from 'solid-js'
import { render } from 'solid-js/web'
import { afterTest, CanvasPath, contextOf, SizeObserver, timers, timersOf } from './stand-ins.ts'

/**
 * A page for tests of UI parts, without a browser. happy-dom has elements, events, focus and storage; it has no layout
 * and draws nothing. What needs those is tested in `tests/` with Chromium. Hand texts and counts to `expect`, never
 * elements: Bun would print the whole window of one that is not what was expected.
 */

/** Globals that Bun has as well. A page needs the DOM's form of these; the others, such as fetch and URL, stay Bun's. */
const replaced = new Set([
  ...['Event', 'CustomEvent', 'EventTarget', 'navigator', 'location', 'self', 'onerror', 'onmessage'],
  ...['addEventListener', 'removeEventListener', 'dispatchEvent'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask'],
])

/** One window serves the whole process, because modules that are imported once keep their listeners on it. */
let window: GlobalWindow | undefined
const mounted: { root: HTMLElement; isSettled(): boolean; dispose(): void }[] = []

/** Gives the process the globals of a page at `http://localhost/`. The answer takes them away again. */
export function createDom(): () => void {
  window ??= createWindow()
  const before = new Map<string, PropertyDescriptor | undefined>()
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(window))) {
    if (name in globalThis && !replaced.has(name)) continue
    before.set(name, Object.getOwnPropertyDescriptor(globalThis, name))
    Object.defineProperty(globalThis, name, { ...descriptor, configurable: true })
  }
  return () => {
    // Timers of the parts must not go off once the globals that they use are gone.
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
    for (const [name, descriptor] of before) {
      // Classes that Bun has not stay: libraries note at their import which of them there are.
      if (!descriptor && /^[A-Z]/.test(name)) continue
      Reflect.deleteProperty(globalThis, name)
      if (descriptor) Object.defineProperty(globalThis, name, descriptor)
    }
  }
}

function createWindow() {
  const window = new GlobalWindow({
    url: 'http://localhost/',
    width: 1440,
    height: 900,
    // An error in a listener fails the test.
    settings: { errorCapture: BrowserErrorCaptureEnum.disabled },
  })
  Object.assign(window, timersOf(globalThis), { ResizeObserver: SizeObserver, Path2D: CanvasPath })
  Object.assign(window.document, { fonts: { ready: Promise.resolve(), load: () => Promise.resolve([]) } })
  Object.assign(window.HTMLCanvasElement.prototype, { getContext: contextOf })
  return window
}

/** Shows a part on the page until the test has ended and the part is settled. */
export function show(part: () => JSX.Element, isSettled = () => true): HTMLElement {
  const root = document.createElement('div')
  document.body.append(root)
  mounted.push({ root, isSettled, dispose: render(part, root) })
  return root
}

/** Leaves the page as it was before the test: nothing on it, nothing stored. */
export async function cleanUp() {
  // The art of faces is fetched by itself, and must not arrive once the page is gone.
  if (document.querySelector('.portrait')) await import('../office/office.ts')
  for (const { root, isSettled, dispose } of mounted.splice(0)) {
    await until('the page was settled', isSettled)
    dispose()
    root.remove()
  }
  for (const restore of afterTest.splice(0)) restore()
  localStorage.clear()
}

/** The one element that fits a selector, from the whole page unless told. */
export function find<E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E {
  const [element, ...others] = within.querySelectorAll<E>(selector)
  if (!element || others.length > 0)
    throw new Error(`${element ? 1 + others.length : 0} elements fit ${selector}, not one.`)
  return element
}

/** The text of each element that fits, without what is said only to those who do not see. */
export const textsOf = (selector: string, within: ParentNode = document): string[] =>
  [...within.querySelectorAll(selector)].map((element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '')

type Modifiers = Pick<KeyboardEventInit, 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

/** Presses a key where the focus is; the answer says whether somebody took it. */
export function press(key: string, modifiers: Modifiers = {}): boolean {
  const target = document.activeElement ?? document.body
  return !target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers }))
}

/** Types a text into a field, as one input. */
export function type(field: HTMLInputElement, text: string) {
  field.focus()
  field.value = text
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

/** Waits until something holds, and says what did not when it never does. */
export async function until(what: string, check: () => unknown, withinMs = 5_000) {
  const end = Date.now() + withinMs
  while (!check()) {
    if (Date.now() > end) throw new Error(`It never happened that ${what}.`)
    await Bun.sleep(5)
  }
}

/** The elements in which an act changes anything, by what `nameOf` calls them. Elements without a name are left out. */
export async function changedBy(act: () => void, nameOf: (element: Element) => string | undefined): Promise<string[]> {
  const changed = new Set<string>()
  const note = (records: MutationRecord[]) => {
    for (const { target, addedNodes, removedNodes } of records)
      for (const node of [target, ...addedNodes, ...removedNodes]) {
        const element = node instanceof Element ? node : (node.parentElement ?? target.parentElement)
        const name = element ? nameOf(element) : undefined
        if (name !== undefined) changed.add(name)
      }
  }
  const observer = new MutationObserver(note)
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  act()
  await Bun.sleep(0)
  note(observer.takeRecords())
  observer.disconnect()
  return [...changed]
}
