import PencilLine from 'lucide-solid/icons/pencil-line'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { FileConflict, FileSession, FilesPage, OutsideChange, TouchedFile } from '../../../src/files/file.ts'
import { clock, relativeTime, whole } from '../../../src/lib/format.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { changeWords } from '../../components/change-words.ts'
import { hrefOfFile } from '../../components/file-link.ts'
import { Panel } from '../../components/panel.tsx'
import { PathText } from '../../components/path-text.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { contact } from '../../data/contact.ts'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { now } from '../../platform/now.ts'
import type { Address } from './address.ts'
import { pairWords, standingMarks } from './conflict-words.ts'
import type { Files } from './create-files.ts'
import { type FeedRow, feedOf } from './feed.ts'
import { spanWords } from './files-bar.tsx'
import { isSameTouch } from './lanes.ts'

type Shared = {
  chosen: string | undefined
  people: ReadonlyMap<string, FileSession>
  foldersOf(path: string): Iterable<string>
  timezone: string
  onChoose(path: string): void
}

/** The left side: recent edits as they happen, or the files that are looked for, or the conflicts. */
export function FilesList(
  props: Shared & { ref: (element: HTMLElement) => void; files: Files; page: FilesPage; address: Address },
) {
  const kind = () => (props.files.isListed() ? 'found' : props.address.only === 'conflicts' ? 'conflicts' : 'edits')
  const today = createMemo(() => {
    const day = dayOf(now(), props.timezone)
    const edits = props.page.edits.filter(({ at }) => dayOf(at, props.timezone) === day)
    return { edits: edits.length, sessions: new Set(edits.map(({ sessionId }) => sessionId)).size }
  })
  const sub = () => {
    if (kind() === 'conflicts') return `in ${spanWords[props.address.days]}`
    if (kind() === 'found') return wordsOfFound(props.files.list.data())
    const { edits, sessions } = today()
    return edits === 0
      ? 'none today'
      : `${whole(edits)}${edits === props.page.edits.length && edits >= 200 ? '+' : ''} today, ${whole(sessions)} ${sessions === 1 ? 'session' : 'sessions'}`
  }
  return (
    <Panel
      class="files-list"
      title={kind() === 'edits' ? 'Recent edits' : kind() === 'conflicts' ? 'Files in conflict' : 'Files'}
      sub={sub()}
      end={<Live />}
    >
      <div class="files-rows" ref={props.ref}>
        <Switch>
          <Match when={kind() === 'conflicts'}>
            <Show
              when={props.page.conflicts.length > 0}
              fallback={
                <p class="empty">
                  No conflict in {spanWords[props.address.days]}. Two sessions that write one file unseen by each other
                  stand here.
                </p>
              }
            >
              <ul>
                <For each={props.page.conflicts}>{(conflict) => <ConflictRow conflict={conflict} {...props} />}</For>
              </ul>
            </Show>
          </Match>
          <Match when={kind() === 'found'}>
            <Found {...props} />
          </Match>
          <Match when={true}>
            <Edits {...props} />
          </Match>
        </Switch>
      </div>
      <footer>
        <Show when={props.files.survey()} fallback={<FootWords watch={props.page.watch} />}>
          {(survey) => (
            <span class="survey">
              Looked through {whole(survey().done)} of {whole(survey().sessions)} sessions
              <span class="bar" aria-hidden="true">
                <span style={{ transform: `scaleX(${survey().done / Math.max(1, survey().sessions)})` }} />
              </span>
            </span>
          )}
        </Show>
      </footer>
    </Panel>
  )
}

const FootWords = (props: { watch: FilesPage['watch'] }) => (
  <>
    Writes by shell commands are guessed, and marked.
    <Show when={props.watch?.leftOut}>
      {(leftOut) => (
        <>
          {' '}
          Of files that agents wrote today, {whole(props.watch!.files)} are watched for changes from outside and{' '}
          {whole(leftOut())} older ones are not.
        </>
      )}
    </Show>
  </>
)

const wordsOfFound = (found: TouchedFile[] | undefined) =>
  found === undefined ? '' : found.length >= 200 ? 'the latest 200' : `${whole(found.length)} found`

const Live = () => (
  <span class="live-tag" data-lost={contact().state === 'lost' ? '' : undefined}>
    {contact().state === 'lost' ? 'no contact' : 'live'}
  </span>
)

function Edits(props: Shared & { files: Files; page: FilesPage }) {
  const minute = createMemo(() => Math.floor(now() / 30_000) * 30_000)
  const groups = createMemo(() =>
    feedOf(
      props.page.edits,
      props.page.outside,
      Math.max(minute(), props.page.edits[0]?.at ?? 0, props.page.outside[0]?.at ?? 0),
      props.timezone,
    ),
  )
  return (
    <Show
      when={groups().length > 0}
      fallback={
        <p class="empty">
          {props.files.survey()
            ? 'No change yet. Older sessions are being looked through.'
            : 'No session has changed a file in this time.'}
        </p>
      }
    >
      <For each={groups()}>
        {(group) => (
          <section>
            <h3 class="label">{group.name}</h3>
            <ul>
              <For each={group.rows}>
                {(row) =>
                  'sessionId' in row ? <EditRow row={row} {...props} /> : <OutsideRow change={row} {...props} />
                }
              </For>
            </ul>
          </section>
        )}
      </For>
    </Show>
  )
}

function EditRow(props: Shared & { row: FeedRow; page: FilesPage }) {
  const who = () => props.people.get(props.row.sessionId)
  const isInConflict = () =>
    props.page.conflicts.some(
      ({ path, earlier, later }) =>
        path === props.row.path && (isSameTouch(earlier, props.row) || isSameTouch(later, props.row)),
    )
  return (
    <Row
      {...props}
      path={props.row.path}
      time={clock(props.row.at, props.timezone)}
      at={props.row.at}
      who={who()}
      end={
        <>
          <Show when={isInConflict()}>
            <StateMark mark="waiting" label="in conflict" />
          </Show>
          <Show when={props.row.isGuessed}>
            <span class="tag" title="Read out of a command of the shell, or its folder is not certain">
              guessed
            </span>
          </Show>
          <Show when={props.row.times > 1}>
            <span class="quiet" title={`${props.row.times} changes in a row`}>
              ×{props.row.times}
            </span>
          </Show>
          <span class="mono">{changeWords(props.row)}</span>
        </>
      }
    />
  )
}

/** Files that somebody outside changed: one by its name, several as one line that leads to one of them. */
function OutsideRow(props: Shared & { change: OutsideChange; page: FilesPage }) {
  const isInConflict = () =>
    props.page.conflicts.some(
      ({ path, later }) => path === props.change.path && later.how === 'outside' && later.at === props.change.at,
    )
  return (
    <Row
      {...props}
      path={props.change.path}
      words={props.change.files > 1 ? outsideWords(props.change) : undefined}
      time={clock(props.change.at, props.timezone)}
      at={props.change.at}
      face={<PencilLine size={14} class="outside-face" aria-hidden="true" />}
      end={
        <>
          <Show when={isInConflict()}>
            <StateMark mark="waiting" label="in conflict" />
          </Show>
          <span
            class="quiet"
            title="No session that is known here made this change: an editor, git or another program did."
          >
            outside
          </span>
        </>
      }
    />
  )
}

const outsideWords = ({ files, isByGit }: OutsideChange) =>
  `${whole(files)} files changed at once${isByGit ? ', probably by git' : ''}`

function ConflictRow(props: Shared & { files: Files; conflict: FileConflict }) {
  const at = () => Math.max(props.conflict.earlier.at, props.conflict.later.at)
  return (
    <Row
      {...props}
      path={props.conflict.path}
      time={clock(at(), props.timezone)}
      at={at()}
      who={props.people.get(props.conflict.later.sessionId)}
      end={
        <>
          <StateMark mark={standingMarks[props.files.standingOf(props.conflict)]} label="" />
          <span class="quiet">{pairWords(props.conflict)}</span>
        </>
      }
    />
  )
}

function Found(props: Shared & { files: Files }) {
  const { list } = props.files
  return (
    <>
      <Show when={list.problem()}>
        {(problem) => <RetryNotice onRetry={() => void list.refetch()}>{problem().message}</RetryNotice>}
      </Show>
      <Show when={list.data()} fallback={<div aria-busy={!list.problem()} />}>
        {(found) => (
          <Show
            when={found().length > 0}
            fallback={<p class="empty">No file that was touched in this time has all of this in its path.</p>}
          >
            <ul>
              <For each={found()}>
                {(file) => (
                  <Row
                    {...props}
                    path={file.path}
                    time={relativeTime(file.lastAt, now(), props.timezone)}
                    at={file.lastAt}
                    end={<span class="quiet">{countWords(file)}</span>}
                  />
                )}
              </For>
            </ul>
          </Show>
        )}
      </Show>
    </>
  )
}

const countWords = ({ writes, reads }: TouchedFile) =>
  writes > 0
    ? `${whole(writes)} ${writes === 1 ? 'write' : 'writes'}`
    : `${whole(reads)} ${reads === 1 ? 'read' : 'reads'}`

function Row(
  props: Shared & {
    path: string
    /** What stands in place of the path. */
    words?: string | undefined
    time: string
    at: number
    who?: FileSession | undefined
    /** What stands in place of who did it. */
    face?: JSX.Element
    end: JSX.Element
  },
) {
  return (
    <li>
      <a
        href={hrefOfFile(props.path)}
        data-file={props.path}
        aria-current={props.path === props.chosen ? 'true' : undefined}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
          event.preventDefault()
          props.onChoose(props.path)
        }}
      >
        <time datetime={new Date(props.at).toISOString()}>{props.time}</time>
        <Show when={props.who} fallback={props.face ?? <span class="no-face" aria-hidden="true" />}>
          {(who) => <SessionAvatar session={who()} size={16} />}
        </Show>
        <Show when={props.words} fallback={<PathText path={props.path} folders={props.foldersOf(props.path)} />}>
          {(words) => (
            <span class="cut" title={words()}>
              {words()}
            </span>
          )}
        </Show>
        <span class="end">{props.end}</span>
      </a>
    </li>
  )
}
