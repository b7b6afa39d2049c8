import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import type { Agent } from '../../src/agents/agent.ts'
import { whole } from '../../src/lib/format.ts'
import { markOf, type StateMarkName, stateMarks } from '../../src/sessions/severity.ts'
import { StateMark } from '../components/state-mark.tsx'
import { preferences } from '../platform/appearance.ts'
import { isVisible } from '../platform/visibility.ts'
import { createOfficeCanvas } from './create-office-canvas.ts'
import { createOfficeScene } from './create-office-scene.ts'
import { createOfficeScroll, isSame } from './create-office-scroll.ts'
import { OfficeLabels } from './office-labels.tsx'

/**
 * The office: every agent at its seat, in its state, in the light of the hour. Everything that it shows is in the
 * panels of the page as well.
 */
export function OfficeView(props: { agents: Agent[]; timezone: string; stale: boolean }) {
  let scroller!: HTMLDivElement
  let canvas!: HTMLCanvasElement
  const [size, setSize] = createSignal({ scale: 3, room: 0 }, { equals: isSame })
  const [inView, setInView] = createSignal(false)

  const { layout, places, sitters, scene, labels, neediestSeat } = createOfficeScene({
    agents: () => props.agents,
    timezone: () => props.timezone,
    isStale: () => props.stale,
    size,
  })
  createOfficeCanvas({
    canvas: () => canvas,
    scene,
    sitters,
    isAnimated: () =>
      inView() &&
      isVisible() &&
      !props.stale &&
      // Reading the preferences makes this run again when another motion is chosen.
      preferences() !== undefined &&
      document.documentElement.dataset.motion !== 'reduced',
  })
  const { hidden, onScroll, hold, scrollBy } = createOfficeScroll({
    scroller: () => scroller,
    layout,
    places,
    labels,
    neediestSeat,
    size,
    setSize,
  })
  onMount(() => {
    const seen = new IntersectionObserver((entries) => setInView(entries.at(-1)!.isIntersecting))
    seen.observe(scroller)
    onCleanup(() => seen.disconnect())
  })

  return (
    <section class="office" aria-label="Office" data-stale={props.stale ? '' : undefined}>
      <div class="office-scroller" ref={scroller} onScroll={onScroll} onWheel={hold} onPointerDown={hold}>
        <div class="office-strip" style={{ '--art-width': layout().width }}>
          <div aria-hidden="true">
            <canvas ref={canvas} />
          </div>
          <OfficeLabels labels={labels()} onFocus={hold} />
        </div>
      </div>
      <div class="huds" data-theme="night">
        <StateCounts agents={props.agents} />
        <Show when={hidden().left > 0}>
          <button
            type="button"
            class="hud"
            onClick={() => scrollBy(-1)}
            aria-label={`${whole(hidden().left)} more to the left`}
          >
            ‹ {whole(hidden().left)} more
          </button>
        </Show>
        <Show when={hidden().right > 0}>
          <button
            type="button"
            class="hud right"
            onClick={() => scrollBy(1)}
            aria-label={`${whole(hidden().right)} more to the right`}
          >
            {whole(hidden().right)} more ›
          </button>
        </Show>
      </div>
    </section>
  )
}

/** How many agents show each mark; marks that nobody shows are left out. */
function StateCounts(props: { agents: Agent[] }) {
  const counts = createMemo(() => {
    const byMark = Map.groupBy(props.agents, ({ state }) => markOf(state))
    return stateMarks.flatMap((mark) => (byMark.has(mark) ? [{ mark, count: byMark.get(mark)!.length }] : []))
  })
  return (
    <Show when={counts().length > 0} fallback={<p class="hud">Nobody is here yet</p>}>
      <ul class="hud counts" aria-label="Agents by state">
        <For each={counts()}>
          {({ mark, count }) => (
            <li title={`${whole(count)} ${count === 1 ? 'agent is' : 'agents are'} ${markWords[mark]}`}>
              <StateMark mark={mark} label={markWords[mark]} />
              {whole(count)}
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

const markWords: Record<StateMarkName, string> = {
  working: 'working',
  thinking: 'thinking',
  waiting: 'waiting or stalled',
  stopped: 'failed or stopped',
  idle: 'ready',
  asleep: 'asleep',
  unknown: 'without contact',
}
