import { createMemo, createSignal, For, onMount, Show } from 'solid-js'
import type { PlanPiece } from '../../../../src/office/plan.ts'
import { canPlace } from '../../../office/plan/can-place.ts'
import { kindOf } from '../../../office/plan/pieces.ts'
import { type Camera, type Extent, toView } from '../../../office/scene/camera.ts'
import type { Box, Point } from '../../../office/world/layout.ts'
import type { Editor, TileRect } from './create-editor.ts'
import { boxOf, pictureOf } from './piece-picture.ts'
import { wayTo } from './way-to.ts'

const tile = 16

type Cell = { column: number; row: number }
type Drag =
  | { kind: 'piece'; piece: PlanPiece; grip: Cell; at: Cell; hasMoved: boolean }
  | { kind: 'rect'; from: Cell; to: Cell }

const rectOf = (a: Cell, b: Cell): TileRect => [
  Math.min(a.column, b.column),
  Math.min(a.row, b.row),
  Math.abs(a.column - b.column) + 1,
  Math.abs(a.row - b.row) + 1,
]
const scaled = ([column, row, width, height]: TileRect): Box => [column * tile, row * tile, width * tile, height * tile]

/** The plan over the picture: its tiles, what is chosen, what would be placed and whether it fits there, and the way to it. */
export function PlanOverlay(props: { editor: Editor; onReady(place: (camera: Camera, view: Extent) => void): void }) {
  let svg!: SVGSVGElement
  const { editor } = props
  const [zoom, setZoom] = createSignal(2)
  const [hover, setHover] = createSignal<Cell>()
  const [drag, setDrag] = createSignal<Drag>()
  const size = createMemo(() => ({
    width: editor.plan().ground[0]!.length * tile,
    height: editor.plan().ground.length * tile,
  }))

  onMount(() =>
    props.onReady((camera, view) => {
      const corner = toView(camera, { x: 0, y: 0 }, view)
      svg.style.transform = `translate(${Math.round(corner.x)}px, ${Math.round(corner.y)}px)`
      setZoom(camera.zoom)
    }),
  )

  const artPoint = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top } = svg.getBoundingClientRect()
    return { x: (clientX - left) / zoom(), y: (clientY - top) / zoom() }
  }
  const cellAt = ({ x, y }: Point): Cell => ({ column: Math.floor(x / tile), row: Math.floor(y / tile) })

  /** The piece that is nearest to the eye at a point; small things are found before what they stand on. */
  function pieceAt({ x, y }: Point): PlanPiece | undefined {
    const isIn = ([left, top, width, height]: Box) => x >= left && x < left + width && y >= top && y < top + height
    return editor
      .plan()
      .pieces.filter((piece) => isIn(boxOf(piece)))
      .toSorted((a, b) => areaOf(boxOf(a)) - areaOf(boxOf(b)))[0]
  }

  // These listen on the element itself, so that what they take does not drag the picture below.
  function onDown(event: PointerEvent) {
    if (event.button !== 0) return
    const point = artPoint(event)
    const cell = cellAt(point)
    const tool = editor.tool()
    const piece = tool === 'select' || tool === 'erase' ? pieceAt(point) : undefined
    if (tool === 'select') {
      editor.select(piece?.id)
      // From nothing the picture is dragged.
      if (!piece) return
      const grip = { column: cell.column - piece.column, row: cell.row - piece.row }
      setDrag({ kind: 'piece', piece, grip, at: { column: piece.column, row: piece.row }, hasMoved: false })
    } else if (tool === 'erase') {
      if (piece) editor.remove(piece.id)
    } else if (tool === 'place') {
      editor.place(cell.column, cell.row)
    } else {
      setDrag({ kind: 'rect', from: cell, to: cell })
    }
    event.stopPropagation()
    svg.focus({ preventScroll: true })
    if (drag()) svg.setPointerCapture(event.pointerId)
  }
  function onMove(event: PointerEvent) {
    const cell = cellAt(artPoint(event))
    const known = hover()
    if (known?.column !== cell.column || known.row !== cell.row) setHover(cell)
    const now = drag()
    if (!now) return
    event.stopPropagation()
    if (now.kind === 'rect') return setDrag({ ...now, to: cell })
    const at = { column: cell.column - now.grip.column, row: cell.row - now.grip.row }
    if (at.column !== now.at.column || at.row !== now.at.row) setDrag({ ...now, at, hasMoved: true })
  }
  function onUp(event: PointerEvent) {
    const now = drag()
    if (!now) return
    event.stopPropagation()
    setDrag(undefined)
    if (now.kind === 'piece') {
      if (now.hasMoved) editor.move(now.piece.id, now.at.column, now.at.row)
      return
    }
    const rect = rectOf(now.from, now.to)
    if (editor.tool() === 'room') editor.addRoom(rect)
    else editor.paint(rect)
  }

  /** What would be placed where, and whether it fits. */
  const ghost = createMemo(() => {
    const now = drag()
    if (now?.kind === 'piece' && now.hasMoved) return ghostOf(now.piece, now.at, now.piece.id)
    const kind = editor.kind()
    const at = hover()
    if (editor.tool() !== 'place' || kind === undefined || !at) return undefined
    return ghostOf({ kind }, at)
  })
  function ghostOf(
    look: Pick<PlanPiece, 'kind' | 'variant' | 'flip' | 'nudge'>,
    { column, row }: Cell,
    moved?: string,
  ) {
    const [width, height] = kindOf(look.kind)?.tiles ?? [1, 1]
    const picture = pictureOf(look)
    const [dx, dy] = look.nudge ?? [0, 0]
    return {
      column,
      row,
      width,
      height,
      dx,
      dy,
      picture,
      answer: canPlace(editor.plan(), look.kind, column, row, moved),
    }
  }
  const painted = createMemo(() => {
    const now = drag()
    return now?.kind === 'rect' ? rectOf(now.from, now.to) : undefined
  })
  const way = createMemo(() => (editor.showsWay() ? wayTo(editor.layout(), editor.selected()?.id) : undefined))
  const selectedBox = createMemo(() => {
    const piece = editor.selected()
    return piece && boxOf(piece)
  })
  const hovered = createMemo(() => {
    const at = hover()
    const tool = editor.tool()
    if (!at || drag() || (tool !== 'select' && tool !== 'erase')) return undefined
    return pieceAt({ x: (at.column + 0.5) * tile, y: (at.row + 0.5) * tile })
  })
  const faulty = createMemo(() => new Set(editor.faults().flatMap(({ pieceId }) => pieceId ?? [])))

  return (
    <>
      <svg
        ref={svg}
        class="plan-overlay"
        data-tool={editor.tool()}
        tabindex={0}
        role="application"
        aria-label="Plan of the deck. Arrow keys move the thing that is selected."
        width={size().width * zoom()}
        height={size().height * zoom()}
        viewBox={`0 0 ${size().width} ${size().height}`}
        on:pointerdown={onDown}
        on:pointermove={onMove}
        on:pointerup={onUp}
        on:pointercancel={() => setDrag(undefined)}
        on:pointerleave={() => setHover(undefined)}
      >
        <defs>
          <pattern id="plan-tiles" width={tile} height={tile} patternUnits="userSpaceOnUse">
            <path d={`M ${tile} 0 H 0 V ${tile}`} class="plan-grid" />
          </pattern>
        </defs>
        <Show when={editor.showsGrid()}>
          <rect width={size().width} height={size().height} fill="url(#plan-tiles)" />
        </Show>
        <For each={editor.plan().rooms.filter(({ area }) => area !== undefined)}>
          {({ rect }) => <BoxOutline class="plan-area" box={scaled(rect)} />}
        </For>
        <For each={editor.plan().pieces.filter(({ id }) => faulty().has(id))}>
          {(piece) => <BoxOutline class="plan-fault" box={boxOf(piece)} />}
        </For>
        <Show when={hovered()}>{(piece) => <BoxOutline class="plan-hover" box={boxOf(piece())} />}</Show>
        <Show when={way()}>
          {(points) => (
            <polyline
              class="plan-way"
              points={points()
                .map(({ x, y }) => `${x},${y}`)
                .join(' ')}
            />
          )}
        </Show>
        <Show when={selectedBox()}>
          {(box) => (
            <>
              <BoxOutline class="plan-selected" box={box()} />
              <For each={cornersOf(box())}>
                {([x, y]) => <rect class="plan-corner" x={x - 1.5} y={y - 1.5} width="3" height="3" />}
              </For>
            </>
          )}
        </Show>
        <Show when={painted()}>{(rect) => <BoxOutline class="plan-painted" box={scaled(rect())} />}</Show>
        <Show when={ghost()}>
          {(ghost) => (
            <g class="plan-ghost" data-fits={ghost().answer.fits ? '' : undefined}>
              <rect
                x={ghost().column * tile}
                y={ghost().row * tile}
                width={ghost().width * tile}
                height={ghost().height * tile}
              />
              <Show when={ghost().picture}>
                {(picture) => (
                  <image
                    href={picture().url}
                    x={ghost().column * tile + ghost().dx + picture().x}
                    y={ghost().row * tile + ghost().dy + picture().y}
                    width={picture().width}
                    height={picture().height}
                  />
                )}
              </Show>
            </g>
          )}
        </Show>
      </svg>
      <Show when={ghost()}>
        {(ghost) => (
          <p class="plan-tip" data-fits={ghost().answer.fits ? '' : undefined} data-theme="night">
            {tipOf(ghost().answer)}
          </p>
        )}
      </Show>
      <Show when={hover()}>
        {(at) => (
          <p class="plan-place" aria-hidden="true" data-theme="night">
            <Show when={hovered()}>{(piece) => <b>{kindOf(piece().kind)?.name ?? piece().kind}</b>}</Show>
            tile {at().column + 1}, {at().row + 1}
          </p>
        )}
      </Show>
    </>
  )
}

const tipOf = (answer: ReturnType<typeof canPlace>) => (answer.fits ? 'Fits here' : answer.why)
const areaOf = ([, , width, height]: Box) => width * height
const cornersOf = ([x, y, width, height]: Box) =>
  [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ] as const

function BoxOutline(props: { class: string; box: Box }) {
  return <rect class={props.class} x={props.box[0]} y={props.box[1]} width={props.box[2]} height={props.box[3]} />
}
