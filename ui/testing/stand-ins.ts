/** What happy-dom lacks or does not do as a browser does, as far as tests of parts need it. */

/** The timers of a page that may still go off. */
export const timers = new Set<NodeJS.Timeout>()
/** What takes back what a test has changed here. */
export const afterTest: (() => void)[] = []

/** Bun's timers, noted so that those of a page can end with it. A frame is drawn as soon as anything else has run. */
export function timersOf({ setTimeout, setInterval, clearTimeout }: typeof globalThis) {
  const noted = (timer: NodeJS.Timeout) => {
    timers.add(timer)
    return timer
  }
  return {
    setTimeout: (run: () => void, ms?: number) => noted(setTimeout(run, ms)),
    setInterval: (run: () => void, ms?: number) => noted(setInterval(run, ms)),
    clearTimeout,
    clearInterval: clearTimeout,
    requestAnimationFrame: (draw: (at: number) => void) => noted(setTimeout(() => draw(performance.now()), 0)),
    cancelAnimationFrame: clearTimeout,
  }
}

/** In place of an observer of sizes: without layout only `resizeTo` changes one. */
export class SizeObserver {
  static readonly all = new Set<SizeObserver>()
  readonly elements = new Set<Element>()
  constructor(readonly callback: ResizeObserverCallback) {
    SizeObserver.all.add(this)
  }
  observe(element: Element) {
    this.elements.add(element)
  }
  unobserve(element: Element) {
    this.elements.delete(element)
  }
  disconnect() {
    SizeObserver.all.delete(this)
  }
}

/** Tells whoever observes an element that it is so large now, in CSS pixels. */
export function resizeTo(element: Element, width: number, height: number) {
  const entry = { target: element, contentRect: new DOMRect(0, 0, width, height) } as ResizeObserverEntry
  for (const observer of SizeObserver.all)
    if (observer.elements.has(element)) observer.callback([entry], observer as unknown as ResizeObserver)
}

/** What was drawn on a canvas: the name of each call, with what it was given. */
type Drawing = { call: string; args: unknown[] }[]
const drawings = new WeakMap<object, { context: CanvasRenderingContext2D; drawing: Drawing }>()

/** In place of a canvas, which happy-dom has not: every call is noted, and every text is 6 pixels a letter wide. */
export function contextOf(this: object): CanvasRenderingContext2D {
  const known = drawings.get(this)
  if (known) return known.context
  const drawing: Drawing = []
  const state: Record<string, unknown> = { canvas: this }
  const context = new Proxy(state, {
    get: (_, name: string) =>
      name in state
        ? state[name]
        : (...args: unknown[]) => {
            drawing.push({ call: name, args })
            return { width: String(args[0] ?? '').length * 6 }
          },
  }) as unknown as CanvasRenderingContext2D
  drawings.set(this, { context, drawing })
  return context
}

/** A path that is drawn whole: what it is made of is not noted. */
export class CanvasPath {
  moveTo() {}
  lineTo() {}
  rect() {}
  arc() {}
  closePath() {}
}

export const drawnOn = (canvas: HTMLCanvasElement): Drawing => drawings.get(canvas)?.drawing ?? []

/**
 * Gives elements that fit a selector a height, which happy-dom cannot know: that of the element, and that of what it
 * scrolls. Both in CSS pixels, until the test has ended.
 */
export function layOut(
  selector: string,
  { height, content = () => height }: { height: number; content?: () => number },
) {
  const sizes = {
    offsetHeight: height,
    clientHeight: height,
    get scrollHeight() {
      return content()
    },
    offsetWidth: 800,
    clientWidth: 800,
  }
  const before = Object.keys(sizes).map((name) => [name, ownerOf(name)] as const)
  for (const [name, { prototype, descriptor }] of before)
    Object.defineProperty(prototype, name, {
      configurable: true,
      get(this: Element) {
        return this.matches(selector) ? sizes[name as keyof typeof sizes] : descriptor.get?.call(this)
      },
    })
  afterTest.push(() => {
    for (const [name, { prototype, descriptor }] of before) Object.defineProperty(prototype, name, descriptor)
  })
}

function ownerOf(name: string) {
  for (let prototype = HTMLElement.prototype as object; prototype; prototype = Object.getPrototypeOf(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name)
    if (descriptor) return { prototype, descriptor }
  }
  throw new Error(`No element has ${name}.`)
}
