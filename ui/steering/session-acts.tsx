import Ellipsis from 'lucide-solid/icons/ellipsis'
import Square from 'lucide-solid/icons/square'
import { createSignal, Show } from 'solid-js'
import type { SessionActKind } from '../../src/facts/session-act.ts'
import type { Session } from '../../src/sessions/session.ts'
import { isActive } from '../../src/sessions/state.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Menu } from '../components/menu.tsx'
import { toast } from '../components/toasts.tsx'
import type { Steering } from '../data/stores/steering.ts'
import { copyText } from '../platform/clipboard.ts'
import { stopRequests } from './stop-requests.ts'
import { WordsDialog } from './words-dialog.tsx'

/** Stopping a session, and a menu of everything else that its runtime does for a person. Nothing for a viewer. */
export function SessionActs(props: {
  session: Session
  steering: Steering
  /** Stops all of this agent instead. */
  agent?: string
}) {
  const steering = () => props.steering
  const [dialog, setDialog] = createSignal<'rename' | 'spawn'>()
  const stopKind = () => (steering().can('interrupt') ? 'interrupt' : steering().can('end') ? 'end' : undefined)
  const canStop = () => stopKind() !== undefined && isActive(props.session.state)

  async function run(kind: SessionActKind, done: string, text?: string) {
    if (await steering().act(kind, text)) toast({ text: done })
    else if (steering().problem()) toast({ text: steering().problem()! })
  }
  const item = (kind: SessionActKind, name: string, act: () => void) =>
    steering().can(kind) ? [{ name, run: act }] : []
  const items = () => [
    ...(props.session.state === 'failed' || props.session.state === 'timed-out'
      ? item('retry', 'Try the last message again', () => void run('retry', 'Sent again'))
      : []),
    ...item('spawn', 'Start a sub-agent', () => setDialog('spawn')),
    ...item('rename', 'Rename', () => setDialog('rename')),
    ...item('compact', 'Compact the context', () => void run('compact', 'Compacted')),
    ...(stopKind() !== undefined && isActive(props.session.state)
      ? [
          {
            name: 'Stop with its sub-agents',
            run: () => stopRequests.begin({ kind: 'stop', target: { tree: props.session.id } }),
          },
        ]
      : []),
    ...(stopKind() === 'end' && !isActive(props.session.state)
      ? [{ name: 'End its process', run: () => void run('end', 'Its process has ended') }]
      : []),
    ...item('archive', 'Archive at the gateway', () => void run('archive', 'Archived at the gateway')),
    ...item('reset', 'Reset the conversation', () => void run('reset', 'The conversation begins anew')),
    ...item('delete', 'Delete at the gateway', () => void run('delete', 'Deleted at the gateway')),
    ...(steering().offer()?.resume
      ? [
          {
            name: 'Copy the command to continue elsewhere',
            run: async () => {
              const { command } = steering().offer()!.resume!
              toast({ text: (await copyText(command)) ? `Copied: ${command}` : command })
            },
          },
        ]
      : []),
  ]

  return (
    <Show when={steering().offer()}>
      <Show when={canStop()}>
        <button
          class="button stop"
          data-kind="danger"
          type="button"
          disabled={steering().busy() !== undefined}
          title={stopKind() === 'end' ? 'Ends its process, after a question' : 'Ends its turn; the session can go on'}
          onClick={() => {
            if (props.agent !== undefined) stopRequests.begin({ kind: 'stop', target: { agent: props.agent } })
            else void run(stopKind()!, stopKind() === 'end' ? 'Its process has ended' : 'Stopped')
          }}
        >
          <Square size={14} aria-hidden="true" />
          <span>{steering().busy() === stopKind() ? 'Stopping' : 'Stop'}</span>
        </button>
      </Show>
      <Show when={items().length > 0}>
        <Menu label="More to do with this session" items={items()}>
          <Ellipsis size={16} aria-hidden="true" />
        </Menu>
      </Show>
      <Show when={dialog() === 'rename'}>
        <WordsDialog
          title="Rename the session"
          description="Its gateway calls it so from then on."
          label="Name"
          verb="Rename"
          before={props.session.title ?? ''}
          onDone={(name) => {
            setDialog(undefined)
            if (name !== undefined) void run('rename', 'Renamed', name)
          }}
        />
      </Show>
      <Show when={dialog() === 'spawn'}>
        <WordsDialog
          title="Start a sub-agent"
          description="It gets a session of its own below this one, and begins with the task."
          label="Task"
          verb="Start sub-agent"
          isLong
          onDone={(task) => {
            setDialog(undefined)
            if (task !== undefined) void run('spawn', 'The sub-agent has begun', task)
          }}
        />
      </Show>
      <ConfirmDialog pending={steering().pending()} />
    </Show>
  )
}
