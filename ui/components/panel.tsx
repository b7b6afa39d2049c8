import { createUniqueId, type JSX, onCleanup, onMount } from 'solid-js'

/** One level of panel: a title, half a sentence beside it, and what it holds. */
export function Panel(props: {
  title: string
  sub?: JSX.Element
  end?: JSX.Element
  class?: string
  children: JSX.Element
}) {
  const id = createUniqueId()
  let content!: HTMLDivElement
  onMount(() => onCleanup(reachable(content)))
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

/** Who has only a keyboard can scroll what they can focus: an element that scrolls and holds nothing to focus is it. */
function reachable(element: HTMLElement) {
  const look = () => {
    const scrolls = element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth
    if (scrolls && !element.querySelector('a[href], button, input, select, [tabindex]')) element.tabIndex = 0
    else element.removeAttribute('tabindex')
  }
  const resize = new ResizeObserver(look)
  resize.observe(element)
  const grow = new MutationObserver(look)
  grow.observe(element, { childList: true, subtree: true })
  return () => {
    resize.disconnect()
    grow.disconnect()
  }
}
