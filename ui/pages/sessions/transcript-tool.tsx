import FilePen from 'lucide-solid/icons/file-pen'
import FileText from 'lucide-solid/icons/file-text'
import Globe from 'lucide-solid/icons/globe'
import MessageSquare from 'lucide-solid/icons/message-square'
import SquareTerminal from 'lucide-solid/icons/square-terminal'
import { type Component, type JSX, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type * as Transcript from '../../../src/facts/transcript.ts'
import { bytes, duration } from '../../../src/lib/format.ts'
import { oneLine, plainText } from '../../../src/lib/plain-text.ts'
import { type Activity, activityOf } from '../../../src/sessions/state.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { Chevron, type LineProps, TruncatedNote } from './transcript-parts.tsx'

const icons: Record<Activity, Component<{ size?: number; 'stroke-width'?: number; class?: string }>> = {
  running: SquareTerminal,
  reading: FileText,
  typing: FilePen,
  browsing: Globe,
  talking: MessageSquare,
}

type ToolState = 'running' | 'failed' | 'done' | 'none'

/** A tool call on one line, with its input and result once it is expanded. Failed and running calls are expanded. */
export function TranscriptTool(props: LineProps & { tool: Transcript.TranscriptTool }) {
  const tool = () => props.tool
  const state = (): ToolState =>
    tool().result ? (tool().result!.isError ? 'failed' : 'done') : props.running ? 'running' : 'none'
  const open = () => props.expanded ?? (state() === 'running' || state() === 'failed')
  const took = () => {
    const { at } = props.item
    const { endedAt } = tool()
    return at === null || endedAt === null || endedAt < at ? undefined : duration(endedAt - at)
  }
  const size = () => {
    const { result } = tool()
    return [result && result.bytes > 0 ? bytes(result.bytes, 1000) : '', took() ?? ''].filter(Boolean).join(', ')
  }
  return (
    <div class="tool" data-state={state()}>
      <button type="button" aria-expanded={open()} onClick={() => props.onExpand(!open())}>
        <Chevron open={open()} />
        <Dynamic component={icons[activityOf(tool().tool)]} size={16} stroke-width={1.75} />
        <b class="cut" title={oneLine(tool().tool)}>
          <bdi>{oneLine(tool().tool)}</bdi>
        </b>
        <code class="cut" title={tool().argument ?? undefined}>
          <bdi>{oneLine(tool().argument ?? '')}</bdi>
        </code>
        <span class="size quiet">{size()}</span>
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
        <div class="wells">
          <Show when={tool().input}>
            {(input) => (
              <>
                <Well label="Input">{plainText(input().text)}</Well>
                <TruncatedNote when={input().truncated} />
              </>
            )}
          </Show>
          <Show when={tool().result} fallback={<NoResult state={state()} />}>
            {(result) => (
              <>
                <Well label="Result">{plainText(result().text) || 'No output.'}</Well>
                <Show when={result().truncated}>
                  <p class="quiet cut-note">The beginning of {bytes(result().bytes, 1000)}.</p>
                </Show>
              </>
            )}
          </Show>
        </div>
      </Show>
    </div>
  )
}

function NoResult(props: { state: ToolState }) {
  return <p class="quiet cut-note">{props.state === 'running' ? 'No result yet.' : 'No result was written.'}</p>
}

/** A block of foreign text. A long one scrolls in itself, also by keyboard. */
function Well(props: { label: string; children: JSX.Element }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: its line breaks are kept, which only pre says
    <pre class="well" tabindex={0} role="region" aria-label={props.label} dir="auto">
      {props.children}
    </pre>
  )
}
