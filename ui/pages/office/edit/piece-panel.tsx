import Copy from 'lucide-solid/icons/copy'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import X from 'lucide-solid/icons/x'
import { createMemo, For, Show } from 'solid-js'
import type { OfficeMember } from '../../../../src/office/member.ts'
import type { PlanPiece } from '../../../../src/office/plan.ts'
import { partsOf, variantParts } from '../../../office/plan/piece-kind.ts'
import { kindOf } from '../../../office/plan/pieces.ts'
import { changeVariant, giveDesk } from '../../../office/plan/plan-edits.ts'
import { Portrait } from '../../../office/portrait.tsx'
import { bindKeys } from '../../../platform/keyboard.ts'
import { roleNames } from '../object-words.ts'
import type { Editor } from './create-editor.ts'
import { FaultList } from './fault-list.tsx'

/** The thing that is selected: what it is, who sits there, how it looks, and what is wrong with it. */
export function PiecePanel(props: {
  editor: Editor
  piece: PlanPiece
  agents: readonly OfficeMember[]
  /** The seat of each agent now, by the ids of agents. */
  seatOf(agentId: string): string | undefined
}) {
  const { editor } = props
  const kind = () => kindOf(props.piece.kind)
  const name = () => kind()?.name ?? props.piece.kind
  /** For each way in which it can differ, all that there are, and which it has. */
  const choices = createMemo(() => {
    const known = kind()
    if (!known) return []
    const parts = partsOf(known, props.piece.variant)
    return variantParts(known).map((options, at) => ({ options, at, chosen: parts[at]! }))
  })
  const choosePart = (at: number, part: string) => {
    const parts = choices().map(({ chosen }, k) => (k === at ? part : chosen))
    editor.apply(changeVariant(editor.plan(), props.piece.id, parts.join('.')), 'Change its look')
  }
  const step = (columns: number, rows: number) =>
    editor.move(props.piece.id, props.piece.column + columns, props.piece.row + rows)
  const nudge = (dx: number, dy: number) => editor.nudge(props.piece.id, dx, dy)
  const remove = () => editor.remove(props.piece.id)
  const arrows = (
    [
      ['ArrowLeft', -1, 0],
      ['ArrowRight', 1, 0],
      ['ArrowUp', 0, -1],
      ['ArrowDown', 0, 1],
    ] as const
  ).flatMap(([key, dx, dy]) => [
    { keys: key, words: 'Move what is selected', group: 'This page' as const, run: () => step(dx, dy) },
    { keys: `Shift ${key}`, words: 'Move it by a pixel', group: 'This page' as const, run: () => nudge(dx, dy) },
  ])
  bindKeys([
    ...arrows,
    { keys: 'Delete', words: 'Remove what is selected', group: 'This page', run: remove },
    { keys: 'Backspace', words: 'Remove what is selected', group: 'This page', run: remove },
    { keys: 'Ctrl D', words: 'Copy what is selected', group: 'This page', run: editor.copy },
    { keys: 'Escape', words: 'Select nothing', group: 'This page', run: () => editor.select(undefined) },
  ])

  const seats = createMemo(() =>
    editor
      .layout()
      .seats.filter(
        ({ id, isMeeting }) => !isMeeting && (id === props.piece.id || id.startsWith(`${props.piece.id}-`)),
      ),
  )
  const faults = () => editor.faults().filter(({ pieceId }) => pieceId === props.piece.id)

  return (
    <aside class="panel inspector editor-panel" aria-label={name()}>
      <header>
        <div class="who">
          <h2>{name()}</h2>
          <p class="quiet">
            <Show when={kind()?.role} fallback={`tile ${props.piece.column + 1}, ${props.piece.row + 1}`}>
              {(role) => <>Leads to: {roleNames[role()].name}</>}
            </Show>
          </p>
        </div>
        <button class="icon-button" type="button" aria-label="Close" onClick={() => editor.select(undefined)}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="inspector-body">
        <For each={seats()}>
          {({ id }) => <SeatOwner editor={editor} seatId={id} agents={props.agents} seatOf={props.seatOf} />}
        </For>
        <Show when={choices().some(({ options }) => options.length > 1)}>
          <section>
            <h3>Look</h3>
            <For each={choices()}>
              {({ options, at, chosen }) => (
                <fieldset class="variant-row" aria-label={`Look ${at + 1}`}>
                  <For each={options}>
                    {(part) => (
                      <button type="button" aria-pressed={part === chosen} onClick={() => choosePart(at, part)}>
                        {part.replaceAll('-', ' ')}
                      </button>
                    )}
                  </For>
                </fieldset>
              )}
            </For>
          </section>
        </Show>
        <section>
          <h3>Checks</h3>
          <FaultList faults={faults()} well="It stands well, and everybody gets past it." />
        </section>
        <p class="quiet">Arrow keys move it by a tile, with Shift by a pixel.</p>
      </div>
      <footer class="inspector-acts">
        <Show when={choices().length > 0 || kind()?.canFlip}>
          <button class="button" type="button" onClick={editor.turn}>
            <RotateCw size={14} aria-hidden="true" /> Turn <kbd>R</kbd>
          </button>
        </Show>
        <button class="button" type="button" onClick={editor.copy}>
          <Copy size={14} aria-hidden="true" /> Copy
        </button>
        <span class="apart" />
        <button class="button" data-kind="danger" type="button" onClick={remove}>
          Remove
        </button>
      </footer>
    </aside>
  )
}

/** Who sits at a desk, and to whom it can be given. */
function SeatOwner(props: {
  editor: Editor
  seatId: string
  agents: readonly OfficeMember[]
  seatOf(agentId: string): string | undefined
}) {
  const { editor } = props
  const givenTo = () => Object.entries(editor.plan().desks).find(([, seat]) => seat === props.seatId)?.[0]
  const sitting = () => {
    const id = givenTo()
    return props.agents.find((agent) => (id === undefined ? props.seatOf(agent.id) === props.seatId : agent.id === id))
  }
  const give = (agentId: string) => editor.apply(giveDesk(editor.plan(), agentId, props.seatId), 'Give the desk')
  const free = (agentId: string) => editor.apply(giveDesk(editor.plan(), agentId, null), 'Free the desk')
  const others = () => props.agents.filter(({ id }) => id !== sitting()?.id)
  const standing = (id: string) => {
    const seat = editor.plan().desks[id]
    return seat === undefined ? 'where there is room' : `has ${seat}`
  }
  return (
    <section class="seat-owner">
      <h3>
        Sits here <span>{givenTo() === undefined ? 'by chance' : 'by your wish'}</span>
      </h3>
      <Show when={sitting()} fallback={<p class="quiet">Nobody now.</p>}>
        {(agent) => (
          <p class="seat-agent">
            <Portrait seed={agent().look} size={32} />
            <b>{agent().name}</b>
          </p>
        )}
      </Show>
      <Show when={givenTo()}>
        {(agentId) => (
          <button class="button" type="button" onClick={() => free(agentId())}>
            Leave it to chance
          </button>
        )}
      </Show>
      <Show when={givenTo() === undefined && sitting()}>
        {(agent) => (
          <button class="button" type="button" onClick={() => give(agent().id)}>
            Keep it for {agent().name}
          </button>
        )}
      </Show>
      <Show when={others().length > 0}>
        <h3>Or give the desk to</h3>
        <ul class="seat-others">
          <For each={others()}>
            {(agent) => (
              <li>
                <button class="relative" type="button" onClick={() => give(agent.id)}>
                  <Portrait seed={agent.look} size={24} />
                  <span class="cut">{agent.name}</span>
                  <span class="quiet">{standing(agent.id)}</span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}
