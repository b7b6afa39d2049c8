import { createUniqueId, type JSX, onCleanup, onMount } from 'solid-js'

/** A panel: a title, a remark beside it, and its content. */
export function Panel(props: {
  title: string
  sub?: JSX.Element
  end?: JSX.Element
  class?: string
  children: JSX.Element
}) {
  const id = createUniqueId()
  let content!: HTMLDivElement
  onMount(() => onCleanup(makeScrollable(content)))
  return (
    <section class={`panel ${props.class ?? ''}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{props.title}</h2>
        <span class="label cut">{props.sub}</span>
        <span class="end label">{props.end}</span>
      </header>
      <div class="content" ref={content}>
        {props.children}
      </div>
    </section>
  )
}

/**
 * Lets a keyboard scroll an element: it can be focused while it scrolls and holds nothing else that can be. The answer
 * stops watching it.
 */
export function makeScrollable(element: HTMLElement) {
  const update = () => {
    const scrolls = element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth
    if (scrolls && !element.querySelector('a[href], button, input, select, [tabindex]')) element.tabIndex = 0
    else element.removeAttribute('tabindex')
  }
  const resize = new ResizeObserver(update)
  resize.observe(element)
  const grow = new MutationObserver(update)
  grow.observe(element, { childList: true, subtree: true })
  return () => {
    resize.disconnect()
    grow.disconnect()
  }
}
