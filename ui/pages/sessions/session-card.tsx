// biome-ignore-all lint/a11y/useSemanticElements: a list of which only a part is drawn cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active row
import { Show } from 'solid-js'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { percent, shortAge } from '../../../src/lib/format.ts'
import { markOf } from '../../../src/sessions/severity.ts'
import { ContextMeter } from '../../components/context-meter.tsx'
import { reasonOf } from '../../components/session-labels.ts'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { now } from '../../platform/now.ts'
import {
  Annotations,
  CheckBox,
  ChildrenToggle,
  Cost,
  Elbows,
  ErrorButton,
  isAlert,
  type LineProps,
  Mark,
  rowRole,
  Title,
  WorktreeChip,
  whyTitle,
} from './row-parts.tsx'

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
              <Mark item={session()} />
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
          <Mark item={session()} />
        </Show>
        <Title {...props} />
        <Annotations item={session()} />
        <ChildrenToggle {...props} />
      </span>
      <Show when={props.row.depth === 0}>
        <span role="gridcell" class="c-last">
          {shortAge(session().lastAt, now())}
        </span>
        <span role="gridcell" class="c-reason" title={whyTitle(session())}>
          <span class="hidden">{props.agentName}, </span>
          <bdi class="cut" data-alert={isAlert(mark()) ? '' : undefined}>
            {reasonOf(session())}
          </bdi>
          <ErrorButton {...props} />
        </span>
        <span role="gridcell" class="c-model" title={session().model ?? undefined}>
          <abbr class="tag" title={runtimeLabels[session().runtime].name}>
            {runtimeLabels[session().runtime].short}
          </abbr>
          <span class="cut">{session().model ?? '–'}</span>
          <WorktreeChip item={session()} />
        </span>
        <Show when={session().contextPercent !== null}>
          <span role="gridcell" class="c-context" title={`Context ${percent(session().contextPercent)} full`}>
            <ContextMeter percent={session().contextPercent} />
          </span>
        </Show>
      </Show>
      <span role="gridcell" class="c-cost">
        <Cost {...props} />
      </span>
    </div>
  )
}
