import { type Accessor, createEffect, createMemo, createSignal, on, untrack } from 'solid-js'
import type { OfficeLayout, OfficePlan, PlanPiece } from '../../../../src/office/plan.ts'
import { canPlace } from '../../../office/plan/can-place.ts'
import { composePlan } from '../../../office/plan/compose/compose-plan.ts'
import type { GroundSign } from '../../../office/plan/ground.ts'
import { addRoom, paintGround } from '../../../office/plan/ground-edits.ts'
import { kindOf } from '../../../office/plan/pieces.ts'
import {
  copyPiece,
  movePiece,
  nudgePiece,
  placePiece,
  removePiece,
  turnPiece,
} from '../../../office/plan/plan-edits.ts'
import { faultsOfPlan } from '../../../office/plan/plan-faults.ts'
import { createPlanHistory } from '../../../office/plan/plan-history.ts'
import { layoutFor } from '../create-decks.ts'

/** Columns, rows, width and height in tiles. */
export type TileRect = readonly [column: number, row: number, width: number, height: number]

/** What a click on the plan does. */
export type Tool = 'select' | 'place' | 'ground' | 'room' | 'erase'

export type Editor = ReturnType<typeof createEditor>

type Deps = {
  /** The decks as they are drawn now, and the revision that they are of. */
  begin: OfficeLayout
  revision: number
  deck: Accessor<number>
}

/** A layout while somebody changes it: each deck with its past, and the tool in hand. Nobody else sees any of it. */
export function createEditor({ begin, revision: first, deck }: Deps) {
  const [histories, setHistories] = createSignal(begin.decks.map(createPlanHistory))
  const [revision, setRevision] = createSignal(first)
  /** How many decks were saved: one more or less is a change, too. */
  const [savedCount, setSavedCount] = createSignal(begin.decks.length)
  /** Grows with every change of a history, which is plain data. */
  const [version, setVersion] = createSignal(0)
  const [tool, setTool] = createSignal<Tool>('select')
  const [kind, setKind] = createSignal<string>()
  const [ground, setGround] = createSignal<GroundSign>('w')
  const [selectedId, select] = createSignal<string>()
  const [showsGrid, setShowsGrid] = createSignal(true)
  const [showsWay, setShowsWay] = createSignal(true)

  const history = () => histories()[Math.min(deck(), histories().length - 1)]!
  const plan = createMemo<OfficePlan>(() => {
    version()
    return history().plan()
  })
  const plans = createMemo<OfficePlan[]>(() => {
    version()
    return histories().map((one) => one.plan())
  })
  const changed = <T>(value: T): T => {
    setVersion((before) => before + 1)
    return value
  }
  const apply = (next: OfficePlan, words: string) => changed(history().apply(next, words))
  const selected = createMemo<PlanPiece | undefined>(() => plan().pieces.find(({ id }) => id === selectedId()))
  const layout = createMemo(() => layoutFor(plan()))
  const faults = createMemo(() => faultsOfPlan(plan()))
  const changes = createMemo(() => {
    version()
    return histories().reduce((sum, one) => sum + one.changes(), Math.abs(histories().length - savedCount()))
  })

  // What was chosen on one deck is not on another.
  createEffect(on(deck, () => select(undefined), { defer: true }))

  function choose(next: Tool) {
    setTool(next)
    if (next !== 'select') select(undefined)
  }

  return {
    plan,
    layout,
    faults,
    changes,
    tool,
    choose,
    kind,
    /** Takes a kind of piece in hand. */
    hold(next: string) {
      setKind(next)
      choose('place')
    },
    ground,
    setGround(next: GroundSign) {
      setGround(next)
      choose('ground')
    },
    selected,
    select,
    showsGrid,
    toggleGrid: () => setShowsGrid((before) => !before),
    showsWay,
    toggleWay: () => setShowsWay((before) => !before),

    apply,
    place(column: number, row: number) {
      const held = kind()
      if (held === undefined) return
      const before = plan()
      const after = placePiece(before, held, column, row)
      if (after === before) return
      apply(after, `Place ${nameOf(held)}`)
      select(after.pieces.at(-1)?.id)
    },
    move: (id: string, column: number, row: number) => apply(movePiece(plan(), id, column, row), 'Move'),
    nudge: (id: string, dx: number, dy: number) => apply(nudgePiece(plan(), id, dx, dy), 'Move'),
    turn() {
      const piece = selected()
      if (piece) apply(turnPiece(plan(), piece.id), `Turn ${nameOf(piece.kind)}`)
    },
    /** A copy stands on the nearest tiles on which it fits. */
    copy() {
      const piece = selected()
      const at = piece && nearestFit(plan(), piece)
      if (!at) return
      const after = copyPiece(plan(), piece.id, at.column, at.row)
      apply(after, `Copy ${nameOf(piece.kind)}`)
      select(after.pieces.at(-1)?.id)
    },
    remove(id: string) {
      apply(removePiece(plan(), id), 'Remove')
      if (selectedId() === id) select(undefined)
    },
    paint(rect: TileRect) {
      apply(paintGround(plan(), ground(), [...rect]), 'Paint the ground')
    },
    addRoom(rect: TileRect) {
      apply(addRoom(plan(), 'office', [...rect]), 'New area')
    },
    canUndo: createMemo(() => version() >= 0 && history().canUndo()),
    canRedo: createMemo(() => version() >= 0 && history().canRedo()),
    undo: () => changed(history().undo()),
    redo: () => changed(history().redo()),

    decks: () => histories().length,
    addDeck() {
      const name = `Deck ${histories().length + 1}`
      setHistories((before) => [...before, createPlanHistory({ ...composePlan(newDeckAgents), name })])
    },
    /** Takes the deck away that is shown; the answer puts it back. */
    removeDeck(): () => void {
      const before = histories()
      setHistories(before.filter((one) => one !== history()))
      return () => setHistories(before)
    },
    /** Everything as it would be saved. */
    draft: (): OfficeLayout => ({ version: 1, decks: plans() }),
    /** The saved revision that the changes are made of. */
    revision,
    /** Goes on from a newer revision, which a save then replaces. */
    goOnFrom: setRevision,
    /** Takes another layout as one change of each deck, which can be undone. */
    load(layout: OfficeLayout, words: string) {
      const now = untrack(histories)
      for (const [k, plan] of layout.decks.entries()) now[k]?.apply(plan, words)
      if (now.length !== layout.decks.length)
        setHistories(layout.decks.map((plan, k) => now[k] ?? createPlanHistory(plan)))
      changed(undefined)
      select(undefined)
    },
    /** What is there now was saved, as this revision. */
    markSaved(revision: number) {
      setRevision(revision)
      setSavedCount(histories().length)
      for (const one of histories()) one.save()
      changed(undefined)
    },
  }
}

const nameOf = (kind: string) => kindOf(kind)?.name ?? kind

/** For how many agents a deck is that was added. */
const newDeckAgents = 6

/** How far from a piece a copy of it may be, in tiles. */
const copyReach = 12

function nearestFit(plan: OfficePlan, { kind, column, row }: PlanPiece) {
  for (let far = 1; far <= copyReach; far++)
    for (let dx = -far; dx <= far; dx++)
      for (let dy = -far; dy <= far; dy++) {
        if (Math.max(Math.abs(dx), Math.abs(dy)) !== far) continue
        const at = { column: column + dx, row: row + dy }
        if (canPlace(plan, kind, at.column, at.row).fits) return at
      }
  return undefined
}
