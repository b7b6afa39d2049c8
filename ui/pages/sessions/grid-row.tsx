import { Match, Show, Switch } from 'solid-js'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import type { Columns } from './columns.ts'
import type { Checked } from './create-checked.ts'
import type { Listing } from './create-listing.ts'
import type { RowDetails } from './create-row-details.ts'
import type { Filter } from './filter.ts'
import type { LineProps, RowPosition } from './row-parts.tsx'
import { SessionCard } from './session-card.tsx'
import { GroupLine, SessionLine, SkeletonLine } from './session-row.tsx'
import type { Row } from './tree-rows.ts'

/** What the list shows, and what is done with its rows. */
export type GridProps = {
  listing: Listing
  filter: Filter
  columns: Columns
  checked: Checked
  /** Cards instead of a table. */
  cards: boolean
  /** The session that is open beside the grid. */
  openId: string | undefined
  hrefOf(id: string): string
  nameOf(agentId: string): string
  /** How many things need a person that are no sessions. */
  otherNeeds: number
  /** Whether a session needs a person. */
  isNeeded(item: SessionItem): boolean
  onSort(order: Pick<Filter, 'sort' | 'dir'>): void
  /** Whether rows may move: nobody points at them, and the list is at its top. */
  onRest(atRest: boolean): void
  onEscape(): void
}

type RowProps = GridProps & {
  row: Row
  details: RowDetails
  at: RowPosition
  open(id: string): void
  toggle(row: Row): void
}

/** The row of a slot, drawn as what it is now: the same slot may hold a session, a group or a skeleton in turn. */
export function GridRow(props: RowProps) {
  const item = () => (props.row.kind === 'session' ? props.listing.item(props.row.id) : undefined)
  return (
    <Switch>
      <Match when={props.row.kind === 'group' && props.row}>
        {(group) => (
          <GroupLine
            row={group()}
            at={props.at}
            otherNeeds={group().group === 'needs' ? props.otherNeeds : 0}
            onToggle={() => props.toggle(group())}
          />
        )}
      </Match>
      <Match when={props.row.kind === 'loading' && props.row}>
        {(loading) => <SkeletonLine depth={loading().depth} index={props.at.index} />}
      </Match>
      <Match when={item()}>
        {(item) => {
          const line: LineProps = {
            get row() {
              return props.row as LineProps['row']
            },
            get item() {
              return item()
            },
            at: props.at,
            get href() {
              return props.hrefOf(item().id)
            },
            get agentName() {
              return props.nameOf(item().agentId)
            },
            get isNeeded() {
              return props.isNeeded(item())
            },
            get isChecked() {
              return props.checked.has(item().id)
            },
            get isChoosing() {
              return props.cards && props.checked.isChoosing()
            },
            get columns() {
              return props.columns.shown()
            },
            details: props.details,
            onCheck: (isRange) => (isRange ? props.checked.extendTo(item().id) : props.checked.toggle(item().id)),
            onOpen: () => props.open(item().id),
            onToggle: () => props.toggle(props.row),
          }
          return (
            <Show when={props.cards} fallback={<SessionLine {...line} />}>
              <SessionCard {...line} />
            </Show>
          )
        }}
      </Match>
    </Switch>
  )
}
