// biome-ignore-all lint/a11y/useSemanticElements: a list of which only a part is drawn cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active row
import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import GitFork from 'lucide-solid/icons/git-fork'
import Pin from 'lucide-solid/icons/pin'
import StickyNote from 'lucide-solid/icons/sticky-note'
import { For, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { costLabelOf } from '../../../src/sessions/session.ts'
import { markOf, stateLabel } from '../../../src/sessions/severity.ts'
import { CostText } from '../../components/cost-text.tsx'
import { RawError } from '../../components/raw-error.tsx'
import { errorOf, reasonOf, titleOf, witnessOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { now } from '../../platform/now.ts'
import type { ColumnId } from './columns.ts'
import type { RowDetails } from './create-row-details.ts'
import { stateMeanings } from './state-meanings.ts'
import type { Row } from './tree-rows.ts'

/** The position of a row in the grid, for assistive technology. `index` counts from 2: the head is row 1. */
export type RowPosition = { id: string; index: number; selected: boolean; open: boolean; level: number }

type SessionRow = Extract<Row, { kind: 'session' }>

export type LineProps = {
  row: SessionRow
  item: SessionItem
  at: RowPosition
  href: string
  agentName: string
  /** Whether it needs a person. */
  isNeeded: boolean
  isChecked: boolean
  /** Whether a tap checks it instead of opening it. */
  isChoosing: boolean
  /** The columns behind the title. */
  columns: readonly ColumnId[]
  details: RowDetails
  onOpen(): void
  onToggle(): void
  /** With `isRange` everything from the one checked last. */
  onCheck(isRange: boolean): void
}

/** Whether the reason is shown in the colour of the mark. */
export const isAlert = (mark: string) => mark === 'stopped' || mark === 'waiting'

export const Title = (props: LineProps) => (
  <a class="cut" href={props.href} tabindex={-1} title={titleOf(props.item)}>
    <bdi>{titleOf(props.item)}</bdi>
  </a>
)

/** The box that checks a session; with Shift everything from the one checked last. */
export function CheckBox(props: LineProps) {
  return (
    <input
      class="check"
      type="checkbox"
      tabindex={-1}
      aria-label={`Select ${titleOf(props.item)}`}
      checked={props.isChecked}
      onClick={(event) => {
        event.stopPropagation()
        props.onCheck(event.shiftKey)
        // The browser turns the box over, also where a range leaves it as it was.
        event.currentTarget.checked = props.isChecked
      }}
    />
  )
}

/** What people noted: a pin, the first tags, and that there is a note. */
export function Annotations(props: { item: SessionItem }) {
  return (
    <Show when={props.item.annotation}>
      {(annotation) => (
        <span class="annotations">
          <Show when={annotation().isPinned}>
            <Pin size={12} role="img" aria-label="Pinned" />
          </Show>
          <Show when={annotation().note}>
            {(note) => (
              <span class="noted" title={note()}>
                <StickyNote size={12} aria-hidden="true" />
                <span class="hidden">Note: {note()}</span>
              </span>
            )}
          </Show>
          <Show when={annotation().tags.length > 0}>
            <span class="own-tags" title={annotation().tags.join(', ')}>
              <span class="own-tag cut">
                <bdi>{annotation().tags[0]}</bdi>
              </span>
              <Show when={annotation().tags.length > 1}>
                <span class="quiet">+{annotation().tags.length - 1}</span>
              </Show>
            </span>
          </Show>
        </span>
      )}
    </Show>
  )
}

/** The git worktree that a session works in, where that is not the main folder of its project. */
export const WorktreeChip = (props: { item: SessionItem }) => (
  <Show when={props.item.worktree}>
    {(worktree) => (
      <span class="worktree" title={`Works in the git worktree ${worktree()}`}>
        <GitFork size={11} aria-hidden="true" />
        <span class="hidden">Worktree: </span>
        <bdi class="cut">{worktree()}</bdi>
      </span>
    )}
  </Show>
)

export const ErrorButton = (props: LineProps) => (
  <Show when={errorOf(props.item)}>{(error) => <RawError raw={error()} tabIndex={-1} />}</Show>
)

export const rowRole = (props: LineProps) =>
  ({
    role: 'row',
    tabindex: -1,
    get id() {
      return props.at.id
    },
    get 'aria-level'() {
      return props.at.level + props.row.depth
    },
    get 'aria-rowindex'() {
      return props.at.index
    },
    get 'aria-expanded'() {
      return props.row.open
    },
    get 'aria-selected'() {
      return props.isChecked
    },
    get 'aria-current'() {
      return props.at.open ? 'true' : undefined
    },
    get 'data-needed'() {
      return props.isNeeded ? '' : undefined
    },
    get 'data-checked'() {
      return props.isChecked ? '' : undefined
    },
    get 'data-selected'() {
      return props.at.selected ? '' : undefined
    },
    get 'data-open'() {
      return props.at.open ? '' : undefined
    },
    get 'data-session'() {
      return props.row.id
    },
    onClick(event: MouseEvent) {
      const target = event.target as Element
      if (event.defaultPrevented || event.button !== 0 || target.closest('button, input')) return
      if (event.shiftKey || event.ctrlKey || event.metaKey || props.isChoosing) {
        // In a new tab, or in a new window: the browser does that with links.
        if (target.closest('a') && !props.isChoosing && !event.shiftKey) return
        event.preventDefault()
        return props.onCheck(event.shiftKey)
      }
      // The link has a handler of its own.
      if (!target.closest('a')) props.onOpen()
    },
    // A range that is chosen with Shift is no selection of text.
    onMouseDown(event: MouseEvent) {
      if (event.shiftKey) event.preventDefault()
    },
  }) as const

/** Why a session is in its state, what that state means, and who says so. */
export const whyTitle = (item: SessionItem) =>
  `${reasonOf(item)}. ${stateMeanings[item.state]} This is ${witnessOf(item, now())}.`

/** The mark of a session; its title says what the state means. */
export const Mark = (props: { item: SessionItem }) => (
  <span class="mark-place" title={stateMeanings[props.item.state]}>
    <StateMark mark={markOf(props.item.state)} label={stateLabel(props.item.state)} />
  </span>
)

/** The mark and the avatar, behind the lines that connect a child to its parent. */
export function RowStart(props: LineProps) {
  const session = () => props.item
  return (
    <>
      <Elbows continues={props.row.continues} />
      <Mark item={session()} />
      <Show
        when={props.row.depth > 0 || session().kind === 'subagent'}
        fallback={<SessionAvatar session={session()} size={24} />}
      >
        <span class="robot">
          <SessionAvatar session={session()} child size={16} />
        </span>
      </Show>
    </>
  )
}

export function Elbows(props: { continues: boolean[] }) {
  return (
    <For each={props.continues}>
      {(continues, level) => (
        <i
          class="elbow"
          data-continues={continues ? '' : undefined}
          data-own={level() === props.continues.length - 1 ? '' : undefined}
        />
      )}
    </For>
  )
}

/** The button that shows the children of a session: how many there are, and while they are hidden the worst state below. */
export function ChildrenToggle(props: LineProps) {
  const count = () => props.item.childCount
  const worst = () => (props.row.open ? null : props.item.worstChild)
  return (
    <Show when={props.row.open !== undefined}>
      <button
        class="children-toggle"
        type="button"
        tabindex={-1}
        title={`${whole(count())} ${count() === 1 ? 'sub-agent' : 'sub-agents'}${worst() ? `; worst state: ${stateLabel(worst()!)}` : ''}`}
        onClick={(event) => {
          // The sign that was hit is another one by the time the row would look what was hit.
          event.stopPropagation()
          props.onToggle()
        }}
      >
        <Show when={props.row.open} fallback={<ChevronRight size={14} />}>
          <ChevronDown size={14} />
        </Show>
        {whole(count())}
        <Show when={worst()}>
          {(state) => (
            <Show when={markOf(state()) !== 'idle' && markOf(state()) !== 'asleep'}>
              <StateMark mark={markOf(state())} label={stateLabel(state())} />
            </Show>
          )}
        </Show>
        <span class="hidden">{props.row.open ? 'Collapse' : 'Show'}</span>
      </button>
    </Show>
  )
}

/** The cost of a session; its title says where not all tokens have a price. */
export function Cost(props: LineProps) {
  const source = () => props.item.costSource
  const isWhole = () => source() === 'logged' || source() === 'computed'
  return (
    <span
      data-unknown={props.item.costUsd === null ? '' : undefined}
      title={isWhole() || source() === null ? undefined : 'Not all of its tokens have a known price'}
    >
      <CostText words={costLabelOf(props.item)} />
    </span>
  )
}
