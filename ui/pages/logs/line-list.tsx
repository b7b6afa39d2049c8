// biome-ignore-all lint/a11y/useKeyWithClickEvents: the time of each line is a button; the rest of it only makes that one larger
// biome-ignore-all lint/a11y/noNoninteractiveElementInteractions: the same
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show, untrack } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import type { LogLine, LogSource } from '../../../src/logs/log-line.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { now } from '../../platform/now.ts'
import type { Address } from './address.ts'
import { LineDetail } from './line-detail.tsx'
import { LineCells, LineTime, type RowLook } from './line-row.tsx'
import { lineIdOf } from './live-lines.ts'
import { isError, toneOf } from './log-words.ts'
import { seriesOf } from './logs-bar.tsx'
import { finderOf } from './marks.ts'

/** So near to an end counts as being there, in px. */
const nearEndPx = 24
const nearBeginPx = 300

/** The lines, the newest last. While it stands at its end it follows what is written; anywhere else it stays where it is. */
export function LineList(props: {
  lines: LogLine[]
  sources: LogSource[]
  address: Address
  /** What these lines were found by. */
  found: Pick<Address, 'q' | 'isRegex'>
  timezone: string
  isWrapped: boolean
  isFollowing: boolean
  hasOlder: boolean
  isOlderComing: boolean
  linkTo(line: string): string
  onChange(change: Partial<Address>): void
  onOlder(): void
}) {
  const [isOpen, setOpen] = createSignal(props.address.line !== undefined)
  const [isAtEnd, setAtEnd] = createSignal(true)
  const [seen, setSeen] = createSignal(0)
  let scroller!: HTMLDivElement
  let list!: HTMLOListElement
  let lastTop = 0
  /** The row that is to stay where it is, and where that was. */
  let kept: { row: HTMLElement; top: number } | undefined

  const look: RowLook = {
    get timezone() {
      return props.timezone
    },
    get hasDays() {
      return hasDays()
    },
    get finder() {
      return finder()
    },
    sourceOf: (id) => {
      const number = props.sources.findIndex((source) => source.id === id)
      return { name: props.sources[number]?.name ?? id, series: seriesOf(number) }
    },
  }
  const finder = createMemo(() => finderOf(props.found))
  const hasDays = createMemo(() => {
    const today = dayOf(now(), props.timezone)
    const [first] = props.lines
    return first !== undefined && dayOf(first.at, props.timezone) !== today
  })
  const selected = createMemo(() => props.lines.findIndex((line) => lineIdOf(line) === props.address.line))
  const unseen = () => (isAtEnd() ? 0 : Math.max(0, props.lines.filter(({ no }) => no > seen()).length))

  const rowOf = (id: string | undefined) =>
    id === undefined ? null : scroller.querySelector<HTMLElement>(`[data-line="${id}"]`)

  function keepPlace() {
    const rows = list.children as HTMLCollectionOf<HTMLElement>
    let [low, high] = [0, rows.length - 1]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const { offsetTop, offsetHeight } = rows[middle]!
      if (offsetTop + offsetHeight > scroller.scrollTop) high = middle
      else low = middle + 1
    }
    const row = rows[low]
    kept = row && { row, top: row.offsetTop }
  }

  function onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = scroller
    // Who is at the end leaves it by going up, not because rows turn out to be higher than was thought.
    const isThere = scrollHeight - scrollTop - clientHeight < nearEndPx || (isAtEnd() && scrollTop >= lastTop)
    lastTop = scrollTop
    if (isThere !== isAtEnd()) {
      setSeen(props.lines.reduce((most, { no }) => Math.max(most, no), 0))
      setAtEnd(isThere)
    }
    keepPlace()
    if (scrollTop < nearBeginPx && props.hasOlder && !props.isOlderComing) props.onOlder()
  }

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight
  }

  createEffect(
    on(
      () => props.lines,
      () => {
        if (isAtEnd() && !(untrack(isOpen) && untrack(selected) >= 0)) toEnd()
        else if (kept?.row.isConnected) scroller.scrollTop += kept.row.offsetTop - kept.top
        keepPlace()
      },
    ),
  )
  onMount(() => {
    // What stands at its end stays there when there is more or less room, or rows turn out to be higher than was thought.
    const size = new ResizeObserver(() => isAtEnd() && !(isOpen() && selected() >= 0) && toEnd())
    size.observe(scroller)
    size.observe(list)
    onCleanup(() => size.disconnect())
    if (props.address.line === undefined) return
    rowOf(props.address.line)?.scrollIntoView({ block: 'center' })
    onScroll()
  })

  function select(line: LogLine | undefined, focuses = true) {
    if (!line) return
    props.onChange({ line: lineIdOf(line) })
    const row = rowOf(lineIdOf(line))
    row?.scrollIntoView({ block: 'nearest' })
    if (focuses) row?.querySelector('button')?.focus({ preventScroll: true })
    keepPlace()
  }

  function toggle(id: string) {
    const isThis = id === props.address.line
    setOpen(!(isThis && isOpen()))
    props.onChange({ line: isThis && !isOpen() ? undefined : id })
    rowOf(id)?.scrollIntoView({ block: 'nearest' })
    keepPlace()
  }

  /** Goes to the next line that is meant, on from the selected one or from the first in view, and around at the end. */
  function step(by: 1 | -1, isMeant: (line: LogLine) => boolean) {
    const { lines } = props
    const count = lines.length
    const first = lines.findIndex((line) => lineIdOf(line) === kept?.row.dataset.line)
    const from = selected() >= 0 ? selected() : by > 0 ? first - 1 : first
    for (let far = 1; far <= count; far++) {
      const line = lines[(((from + by * far) % count) + count) % count]
      if (line && isMeant(line)) return select(line)
    }
  }

  function around() {
    if (selected() < 0) return
    setOpen((before) => !before)
    rowOf(props.address.line)?.scrollIntoView({ block: 'nearest' })
  }

  const any = () => true
  const here = 'This page' as const
  bindKeys([
    { keys: 'N', words: 'Next match', group: here, run: () => step(1, any) },
    { keys: 'Shift N', words: 'Match before', group: here, run: () => step(-1, any) },
    { keys: 'J', words: 'Next line', group: here, run: () => step(1, any) },
    { keys: 'K', words: 'Line before', group: here, run: () => step(-1, any) },
    { keys: 'E', words: 'Next error', group: here, run: () => step(1, isError) },
    { keys: 'Shift E', words: 'Error before', group: here, run: () => step(-1, isError) },
    { keys: 'C', words: 'Lines around it', group: here, run: around },
    { keys: 'End', words: 'To the newest line', group: here, run: toEnd },
    {
      keys: 'Escape',
      words: 'Close the line',
      group: here,
      isFor: () => props.address.line !== undefined,
      run: () => props.onChange({ line: undefined }),
    },
  ])

  const isTabStop = (number: number) => (selected() >= 0 ? number === selected() : number === props.lines.length - 1)

  return (
    <div class="log-scroll" ref={scroller} onScroll={onScroll} data-wrapped={props.isWrapped ? '' : undefined}>
      <Show when={props.hasOlder}>
        <p class="log-older">
          <button type="button" class="link-button" disabled={props.isOlderComing} onClick={() => props.onOlder()}>
            {props.isOlderComing ? 'Older lines are on their way' : 'Show older lines'}
          </button>
        </p>
      </Show>
      <ol
        ref={list}
        class="log-lines"
        aria-label="Lines"
        data-days={hasDays() ? '' : undefined}
        onClick={(event) => {
          const row = (event.target as Element).closest<HTMLElement>('.log-line[data-line] > :not(.log-detail)')
          if (!row || !getSelection()?.isCollapsed) return
          toggle(row.parentElement!.dataset.line!)
        }}
      >
        <For each={props.lines}>
          {(line, number) => {
            const id = lineIdOf(line)
            const isSelected = () => props.address.line === id
            const isShown = () => isSelected() && isOpen()
            return (
              <li
                class="log-line"
                data-line={id}
                data-tone={toneOf(line.level)}
                data-current={isSelected() ? '' : undefined}
                data-open={isShown() ? '' : undefined}
              >
                <LineCells
                  line={line}
                  look={look}
                  isMarked
                  time={
                    <button
                      type="button"
                      class="log-open"
                      aria-expanded={isShown()}
                      tabindex={isTabStop(number()) ? 0 : -1}
                    >
                      <LineTime line={line} look={look} />
                    </button>
                  }
                />
                <Show when={isShown()}>
                  <LineDetail
                    line={line}
                    look={look}
                    link={props.linkTo(id)}
                    onOnly={(source) => props.onChange({ sources: [source] })}
                  />
                </Show>
              </li>
            )
          }}
        </For>
      </ol>
      <Show when={unseen() > 0 && props.isFollowing}>
        <button type="button" class="button log-unseen" onClick={toEnd}>
          {whole(unseen())} new {unseen() === 1 ? 'line' : 'lines'}
        </button>
      </Show>
    </div>
  )
}
