// biome-ignore-all lint/a11y/useSemanticElements: a list of which only a part is drawn cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active row

import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import Pin from 'lucide-solid/icons/pin'
import StickyNote from 'lucide-solid/icons/sticky-note'
import { type Component, For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { percent, shortAge, whole } from '../../../src/lib/format.ts'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { costLabelOf } from '../../../src/sessions/session.ts'
import { markOf, stateLabel } from '../../../src/sessions/severity.ts'
import { ContextMeter } from '../../components/context-meter.tsx'
import { CostText } from '../../components/cost-text.tsx'
import { RawError } from '../../components/raw-error.tsx'
import { errorOf, reasonOf, titleOf, witnessOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { now } from '../../platform/now.ts'
import { BurnCell } from './burn-cell.tsx'
import type { ColumnId } from './columns.ts'
import type { RowDetails } from './create-row-details.ts'
import { folderName, listGroupWords } from './filter-chips.ts'
import type { Row } from './tree-rows.ts'

type SessionRow = Extract<Row, { kind: 'session' }>
type GroupRow = Extract<Row, { kind: 'group' }>

/** The position of a row in the grid, for assistive technology. `index` counts from 2: the head is row 1. */
export type RowPosition = { id: string; index: number; selected: boolean; open: boolean; level: number }

export function GroupLine(props: { row: GroupRow; at: RowPosition; onToggle(): void }) {
  return (
    <div
      id={props.at.id}
      class="line group"
      role="row"
      tabindex={-1}
      aria-level={1}
      aria-expanded={props.row.open}
      aria-rowindex={props.at.index}
      data-selected={props.at.selected ? '' : undefined}
      onClick={props.onToggle}
      onKeyDown={() => {}}
    >
      <span role="gridcell" aria-colspan={12}>
        <Show when={props.row.open} fallback={<ChevronRight size={14} />}>
          <ChevronDown size={14} />
        </Show>
        {listGroupWords[props.row.group]} <span class="quiet">{whole(props.row.count)}</span>
      </span>
    </div>
  )
}

/** A placeholder while children load. */
export function SkeletonLine(props: { depth: number; index: number }) {
  return (
    <div class="line" role="row" tabindex={-1} aria-rowindex={props.index} aria-busy="true">
      <span role="gridcell" class="c-session">
        <For each={Array.from({ length: props.depth }, (_, level) => level)}>{() => <i class="elbow" />}</For>
        <span class="skeleton" />
        <span class="hidden">Loading</span>
      </span>
    </div>
  )
}

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
const isAlert = (mark: string) => mark === 'stopped' || mark === 'waiting'

/** A session as a row of the table. */
export function SessionLine(props: LineProps) {
  const mark = () => markOf(props.item.state)
  return (
    <div {...rowRole(props)} class="line" data-mark={mark()} data-child={props.row.depth > 0 ? '' : undefined}>
      <span role="gridcell" class="c-check">
        <CheckBox {...props} />
      </span>
      <span role="gridcell" class="c-session">
        <RowStart {...props} />
        <Title {...props} />
        <Annotations item={props.item} />
        <ChildrenToggle {...props} />
      </span>
      <For each={props.columns}>{(column) => <Dynamic component={cells[column]} {...props} />}</For>
    </div>
  )
}

const Title = (props: LineProps) => (
  <a class="cut" href={props.href} tabindex={-1} title={titleOf(props.item)}>
    <bdi>{titleOf(props.item)}</bdi>
  </a>
)

/** The box that checks a session; with Shift everything from the one checked last. */
function CheckBox(props: LineProps) {
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
function Annotations(props: { item: SessionItem }) {
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

/** What stands in each column. */
const cells: Record<ColumnId, Component<LineProps>> = {
  agent: (props) => (
    <span role="gridcell" class="c-agent cut" title={props.agentName}>
      <bdi>{props.agentName}</bdi>
    </span>
  ),
  reason: (props) => (
    <span
      role="gridcell"
      class="c-reason"
      title={`${reasonOf(props.item)} (${witnessOf(props.item, now())})`}
      data-alert={isAlert(markOf(props.item.state)) ? '' : undefined}
    >
      <bdi class="cut">{reasonOf(props.item)}</bdi>
      <ErrorButton {...props} />
    </span>
  ),
  prompt(props) {
    const prompt = () => props.details.promptOf(props.item)
    return (
      <span role="gridcell" class="c-prompt cut" title={prompt()?.text ?? undefined}>
        <Show when={prompt()} fallback={<span class="quiet">…</span>}>
          {(known) => <bdi>{known().text ?? '–'}</bdi>}
        </Show>
      </span>
    )
  },
  branch: (props) => (
    <span
      role="gridcell"
      class="c-branch cut"
      title={[props.item.projectPath, props.item.branch].filter(Boolean).join(', ')}
    >
      <Show when={props.item.projectPath}>{(path) => <bdi>{folderName(path())}</bdi>}</Show>
      <Show when={props.item.branch} fallback={props.item.projectPath ? '' : '–'}>
        {(branch) => (
          <>
            {' '}
            <bdi class="quiet">{branch()}</bdi>
          </>
        )}
      </Show>
    </span>
  ),
  via: (props) => (
    <span role="gridcell" class="c-via">
      <abbr class="tag" title={runtimeLabels[props.item.runtime].name}>
        {runtimeLabels[props.item.runtime].short}
      </abbr>
    </span>
  ),
  model: (props) => (
    <span role="gridcell" class="c-model cut" title={props.item.model ?? ''}>
      {props.item.model ?? '–'}
    </span>
  ),
  context: (props) => (
    <span role="gridcell" class="c-context" title={percent(props.item.contextPercent)}>
      <ContextMeter percent={props.item.contextPercent} />
    </span>
  ),
  burn: (props) => (
    <span role="gridcell" class="c-burn">
      <BurnCell burn={props.details.burnOf(props.item)} />
    </span>
  ),
  cost: (props) => (
    <span role="gridcell" class="c-cost">
      <Cost {...props} />
    </span>
  ),
  last: (props) => (
    <span role="gridcell" class="c-last">
      {shortAge(props.item.lastAt, now())}
    </span>
  ),
}

/** A session as a card, where there is no room for a table: on a phone, or beside a transcript. */
export function SessionCard(props: LineProps) {
  const session = () => props.item
  const mark = () => markOf(session().state)
  return (
    <div {...rowRole(props)} class="card" data-mark={mark()} data-child={props.row.depth > 0 ? '' : undefined}>
      <span role="gridcell" class="c-session">
        <Show
          when={props.row.depth === 0}
          fallback={
            <>
              <Elbows continues={props.row.continues} />
              <StateMark mark={mark()} label={stateLabel(session().state)} />
            </>
          }
        >
          <Show when={props.isChoosing} fallback={<SessionAvatar session={session()} size={32} />}>
            <span class="check-place">
              <CheckBox {...props} />
            </span>
          </Show>
        </Show>
      </span>
      <span role="gridcell" class="c-title">
        <Show when={props.row.depth === 0}>
          <StateMark mark={mark()} label={stateLabel(session().state)} />
        </Show>
        <Title {...props} />
        <Annotations item={session()} />
        <ChildrenToggle {...props} />
      </span>
      <Show when={props.row.depth === 0}>
        <span role="gridcell" class="c-last">
          {shortAge(session().lastAt, now())}
        </span>
        <span role="gridcell" class="c-reason" title={`${reasonOf(session())} (${witnessOf(session(), now())})`}>
          <span class="hidden">{props.agentName}, </span>
          <abbr class="tag" title={runtimeLabels[session().runtime].name}>
            {runtimeLabels[session().runtime].short}
          </abbr>
          <bdi class="cut" data-alert={isAlert(mark()) ? '' : undefined}>
            {reasonOf(session())}
          </bdi>
          <ErrorButton {...props} />
        </span>
      </Show>
      <span role="gridcell" class="c-cost">
        <Cost {...props} />
      </span>
    </div>
  )
}

const ErrorButton = (props: LineProps) => (
  <Show when={errorOf(props.item)}>{(error) => <RawError raw={error()} tabIndex={-1} />}</Show>
)

const rowRole = (props: LineProps) =>
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

/** The mark and the avatar, behind the lines that connect a child to its parent. */
function RowStart(props: LineProps) {
  const session = () => props.item
  return (
    <>
      <Elbows continues={props.row.continues} />
      <StateMark mark={markOf(session().state)} label={stateLabel(session().state)} />
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

function Elbows(props: { continues: boolean[] }) {
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
function ChildrenToggle(props: LineProps) {
  const count = () => props.item.childCount
  const worst = () => (props.row.open ? null : props.item.worstChild)
  return (
    <Show when={props.row.open !== undefined}>
      <button
        class="children-toggle"
        type="button"
        tabindex={-1}
        title={`${whole(count())} started by it${worst() ? `, the worst ${stateLabel(worst()!)}` : ''}`}
        onClick={props.onToggle}
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
function Cost(props: LineProps) {
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
