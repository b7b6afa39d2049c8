// biome-ignore-all lint/a11y/useSemanticElements: a list of which only a part is drawn cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active row
import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { type Component, For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { percent, shortAge, whole } from '../../../src/lib/format.ts'
import { markOf } from '../../../src/sessions/severity.ts'
import { ContextMeter } from '../../components/context-meter.tsx'
import { reasonOf } from '../../components/session-labels.ts'
import { now } from '../../platform/now.ts'
import { BurnCell } from './burn-cell.tsx'
import type { ColumnId } from './columns.ts'
import { folderName, listGroupWords } from './filter-chips.ts'
import {
  Annotations,
  CheckBox,
  ChildrenToggle,
  Cost,
  ErrorButton,
  isAlert,
  type LineProps,
  type RowPosition,
  RowStart,
  rowRole,
  Title,
  WorktreeChip,
  whyTitle,
} from './row-parts.tsx'
import type { Row } from './tree-rows.ts'

type GroupRow = Extract<Row, { kind: 'group' }>

/** The head of a group; at what needs a person also how much of that is no session, so that all places agree. */
export function GroupLine(props: { row: GroupRow; at: RowPosition; otherNeeds: number; onToggle(): void }) {
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
        <Show when={props.row.below > 0}>
          <span class="quiet" title="They stand below the sessions that began them">
            + {whole(props.row.below)} {props.row.below === 1 ? 'sub-agent' : 'sub-agents'}
          </span>
        </Show>
        <Show when={props.otherNeeds > 0}>
          <a class="other-needs" href="/needs" tabindex={-1} onClick={(event) => event.stopPropagation()}>
            {whole(props.otherNeeds)} more {props.otherNeeds === 1 ? 'thing needs' : 'things need'} you
          </a>
        </Show>
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
        <Show when={!props.columns.includes('branch')}>
          <WorktreeChip item={props.item} />
        </Show>
        <Annotations item={props.item} />
        <ChildrenToggle {...props} />
      </span>
      <For each={props.columns}>{(column) => <Dynamic component={cells[column]} {...props} />}</For>
    </div>
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
      title={whyTitle(props.item)}
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
      <WorktreeChip item={props.item} />
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
