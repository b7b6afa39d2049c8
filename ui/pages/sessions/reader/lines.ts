import { placeOfItem } from '../../../../src/facts/item-id.ts'

type Line = HTMLElement

/** The lines of a transcript as they lie in its window, in order; those of sub-agents within them are not among them. */
export function createLines(box: () => HTMLElement | undefined) {
  const all = (): Line[] =>
    [...(box()?.firstElementChild?.children ?? [])].filter(
      (element): element is Line => element instanceof HTMLElement && element.dataset.item !== undefined,
    )
  const edge = () => box()?.getBoundingClientRect().top ?? 0

  /** The index of the first line for which something holds that holds for all after it, too. */
  function firstWhere(lines: Line[], holds: (line: Line) => boolean): number {
    let [from, to] = [0, lines.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (holds(lines[middle]!)) to = middle
      else from = middle + 1
    }
    return from
  }
  const firstVisible = (lines: Line[]) => {
    const top = edge()
    return firstWhere(lines, (line) => line.getBoundingClientRect().bottom > top + 1)
  }
  /** From the upper edge of the window to that of a line, in CSS pixels. */
  const topOf = (line: Element) => line.getBoundingClientRect().top - edge()

  return {
    topOf,
    /** The first line in the window and where it lies. */
    anchor(): { element: Line; top: number } | undefined {
      const lines = all()
      const element = lines[firstVisible(lines)]
      return element && { element, top: topOf(element) }
    },
    /** The items of the first and last lines in the window. */
    visible(): { first: string; last: string } | undefined {
      const lines = all()
      const at = firstVisible(lines)
      const bottom = edge() + (box()?.clientHeight ?? 0)
      const end = firstWhere(lines, (line) => line.getBoundingClientRect().top >= bottom)
      const [first, last] = [lines[at], lines[Math.max(at, end - 1)]]
      return first && last && { first: first.dataset.item!, last: last.dataset.item! }
    },
    /** The item of the first line that begins within the window, else of the one that fills it. */
    firstBegun(): string | undefined {
      const lines = all()
      const at = firstVisible(lines)
      const end = edge() + (box()?.clientHeight ?? 0)
      const next = firstWhere(lines, (line) => topOf(line) >= -2)
      const begun = lines[next] && lines[next].getBoundingClientRect().top < end ? lines[next] : lines[at]
      return begun?.dataset.item
    },
    /** The line of an item; undefined where it has none. */
    of: (itemId: string): Line | undefined => all().find(({ dataset }) => dataset.item === itemId),
    /** The line of an item, or else the first one that stands at or behind a position. */
    find(itemId: string | undefined, position: number): Line | undefined {
      const lines = all()
      return (
        lines.find(({ dataset }) => dataset.item === itemId) ??
        lines.find(({ dataset }) => (placeOfItem(dataset.item ?? '')?.position ?? -1) >= position) ??
        lines.at(-1)
      )
    },
    /** The line with which the next turn, or the one before, begins. */
    turn(step: 1 | -1): Line | undefined {
      const turns = all().filter(({ dataset }) => dataset.turn !== undefined)
      return step === 1 ? turns.find((line) => topOf(line) > 2) : turns.findLast((line) => topOf(line) < -2)
    },
  }
}
