import { A } from '@solidjs/router'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { money, whole } from '../../../../../src/lib/format.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import { markOf, stateLabel } from '../../../../../src/sessions/severity.ts'
import { StateMark } from '../../../../components/state-mark.tsx'
import { AgentAvatar } from '../../../../office/agent-avatar.tsx'
import type { SubagentRow } from './outline.ts'

/** So many sub-agents of a turn are listed before somebody asks for the others. */
const firstRows = 5

/** The sub-agents that began in the time of a turn. One that the transcript calls leads to its call, others to themselves. */
export function SubagentRows(props: {
  rows: SubagentRow[] | undefined
  isWorking: boolean
  onGo(itemId: string): void
}) {
  const [isWhole, setWhole] = createSignal(false)
  const rows = () => props.rows ?? []
  const shown = () => (isWhole() || rows().length <= firstRows + 1 ? rows() : rows().slice(0, firstRows))
  const hidden = () => rows().slice(shown().length)
  return (
    <>
      <For each={shown()}>{(row) => <Row row={row} isWorking={props.isWorking} onGo={props.onGo} />}</For>
      <Show when={hidden().length > 0}>
        <button class="turn-row subagent-row more" type="button" onClick={() => setWhole(true)}>
          <span>{whole(hidden().length)} more sub-agents</span>
          <span class="cost">{costWords(hidden().reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0))}</span>
        </button>
      </Show>
    </>
  )
}

function Row(props: { row: SubagentRow; isWorking: boolean; onGo(itemId: string): void }) {
  const name = () => oneLine(props.row.name ?? '') || 'Sub-agent'
  const mark = () => {
    const { state } = props.row
    if (state === 'done') return { mark: 'healthy', label: 'done' } as const
    if (state === 'open')
      return props.isWorking
        ? ({ mark: 'working', label: 'working' } as const)
        : ({ mark: 'unknown', label: 'not finished' } as const)
    return { mark: markOf(state), label: stateLabel(state) } as const
  }
  const content = (): JSX.Element => (
    <>
      <StateMark {...mark()} />
      <AgentAvatar agentId={props.row.sessionId ?? props.row.key} robot size={16} />
      <span class="cut">{name()}</span>
      <span class="cost">{costWords(props.row.costUsd)}</span>
    </>
  )
  const depth = () => ({ '--depth': String(Math.min(props.row.depth, 4) - 1) })
  return (
    <Show
      when={props.row.itemId}
      fallback={
        <A
          class="turn-row subagent-row"
          style={depth()}
          title={`${name()}: no call in this transcript; opens its own`}
          href={`/sessions/${encodeURIComponent(props.row.sessionId ?? '')}`}
        >
          {content()}
        </A>
      }
    >
      {(itemId) => (
        <button
          class="turn-row subagent-row"
          style={depth()}
          type="button"
          title={name()}
          onClick={() => props.onGo(itemId())}
        >
          {content()}
        </button>
      )}
    </Show>
  )
}

const costWords = (usd: number | null) => (usd ? money(usd) : '')
