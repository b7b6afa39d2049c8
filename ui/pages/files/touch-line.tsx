import { type JSX, Show } from 'solid-js'
import type { FileSession, FileTouch } from '../../../src/files/file.ts'
import { clock } from '../../../src/lib/format.ts'
import { didWords, linesWords } from '../../components/change-words.ts'
import { titleOf } from '../../components/session-labels.ts'
import { useOverview } from '../../data/overview-context.ts'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { hrefOfTouch } from './address.ts'

/** One touch of a file in a line: when, who, in which session, and what it came to. It leads to its place in the session. */
export function TouchLine(props: {
  touch: FileTouch
  session: FileSession | undefined
  timezone: string
  end?: JSX.Element
}) {
  const { overview } = useOverview()
  const agent = () => overview()?.agents.find(({ id }) => id === props.session?.agentId)?.name
  return (
    <Show
      when={hrefOfTouch(props.touch)}
      fallback={
        <span class="touch-line outside">
          <time datetime={new Date(props.touch.at).toISOString()}>{clock(props.touch.at, props.timezone)}</time>
          <span class="no-face" aria-hidden="true" />
          <span class="cut">Changed from outside</span>
        </span>
      }
    >
      {(href) => (
        <a class="touch-line" href={href()}>
          <time datetime={new Date(props.touch.at).toISOString()}>{clock(props.touch.at, props.timezone)}</time>
          <Show when={props.session} fallback={<span class="no-face" aria-hidden="true" />}>
            {(session) => <SessionAvatar session={session()} size={16} />}
          </Show>
          <span class="cut">
            <bdi>{agent() ?? 'Somebody'}</bdi> {didWords[props.touch.how]}
            <span class="quiet">
              {' in '}
              <bdi>{titleOf({ title: props.session?.title ?? null, key: null })}</bdi>
            </span>
          </span>
          <span class="end">
            <Show when={props.touch.isGuessed}>
              <span class="tag" title="Read out of a command of the shell, or its folder is not certain">
                guessed
              </span>
            </Show>
            <span class="mono">{linesWords(props.touch.added, props.touch.removed)}</span>
            {props.end}
          </span>
        </a>
      )}
    </Show>
  )
}
