import FilePen from 'lucide-solid/icons/file-pen'
import FileText from 'lucide-solid/icons/file-text'
import Globe from 'lucide-solid/icons/globe'
import ListChecks from 'lucide-solid/icons/list-checks'
import PlanIcon from 'lucide-solid/icons/map'
import MessageCircleQuestion from 'lucide-solid/icons/message-circle-question-mark'
import MessageSquare from 'lucide-solid/icons/message-square'
import Search from 'lucide-solid/icons/search'
import SquareTerminal from 'lucide-solid/icons/square-terminal'
import { type Component, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { ToolAction } from '../../../../../src/facts/tool-action.ts'
import type { TranscriptItem } from '../../../../../src/facts/transcript.ts'
import { money } from '../../../../../src/lib/format.ts'
import { type Activity, activityOf } from '../../../../../src/sessions/state.ts'
import { StateMark } from '../../../../components/state-mark.tsx'
import { AgentAvatar } from '../../../../office/agent-avatar.tsx'
import { toolKey } from '../create-expansion.ts'
import { useTranscript } from '../reader-context.ts'
import { Chevron } from './parts.tsx'
import { ToolBody } from './tool-body.tsx'
import { aboutOf, endOf, isOpenByItself, nameOf, stateOf } from './tool-kind.ts'

type Icon = Component<{ size?: number; 'stroke-width'?: number; class?: string }>

const icons: Record<Exclude<ToolAction['kind'], 'subagent'>, Icon> = {
  command: SquareTerminal,
  edit: FilePen,
  read: FileText,
  search: Search,
  web: Globe,
  todos: ListChecks,
  plan: PlanIcon,
  question: MessageCircleQuestion,
}
/** Icons of tools that no source takes apart, by what a tool of that name does. */
const activityIcons: Record<Activity, Icon> = {
  running: SquareTerminal,
  reading: FileText,
  typing: FilePen,
  browsing: Globe,
  talking: MessageSquare,
}

/** A tool call on one line, with what it did once it is expanded. Failed and running calls are expanded. */
export function Tool(props: { tool: Extract<TranscriptItem, { kind: 'tool' }> }) {
  const transcript = useTranscript()
  const key = () => toolKey(props.tool.callId)
  const state = () => stateOf(props.tool, transcript.running())
  const open = () => transcript.expanded(key()) ?? isOpenByItself(props.tool, state())
  const subagent = () => (props.tool.action?.kind === 'subagent' ? props.tool.action : undefined)
  const end = () => {
    const { sessionId } = subagent() ?? {}
    const usd = sessionId ? transcript.subagentCost(sessionId) : undefined
    return [endOf(props.tool, props.tool.at), usd ? money(usd) : ''].filter(Boolean).join(', ')
  }
  return (
    <div class="tool" data-state={state()} data-action={props.tool.action?.kind}>
      <button type="button" aria-expanded={open()} onClick={() => transcript.expand(key(), !open())}>
        <Chevron open={open()} />
        <Show when={subagent()} fallback={<Dynamic component={iconOf(props.tool)} size={16} stroke-width={1.75} />}>
          {(agent) => <AgentAvatar agentId={agent().sessionId ?? agent().name ?? props.tool.callId} robot size={16} />}
        </Show>
        <b class="cut" title={nameOf(props.tool)}>
          <bdi>{nameOf(props.tool)}</bdi>
        </b>
        <code class="cut" title={aboutOf(props.tool)}>
          <bdi>{aboutOf(props.tool, transcript.session()?.projectPath)}</bdi>
        </code>
        <span class="size quiet">{end()}</span>
        <Switch>
          <Match when={state() === 'done'}>
            <StateMark mark="healthy" label="done" />
          </Match>
          <Match when={state() === 'failed'}>
            <StateMark mark="stopped" label="failed" />
          </Match>
          <Match when={state() === 'running'}>
            <StateMark mark="working" label="running" />
          </Match>
          <Match when={state() === 'none'}>
            <StateMark mark="unknown" label="no result was written" />
          </Match>
        </Switch>
      </button>
      <Show when={open()}>
        <ToolBody tool={props.tool} state={state()} />
      </Show>
    </div>
  )
}

const iconOf = ({ action, tool }: { action: ToolAction | null; tool: string }): Icon =>
  action && action.kind !== 'subagent' ? icons[action.kind] : activityIcons[activityOf(tool)]
