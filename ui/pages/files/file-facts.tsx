import { createMemo, For, Show } from 'solid-js'
import type { FileDetail, FilesPage } from '../../../src/files/file.ts'
import { worktreeOf } from '../../../src/files/worktrees.ts'
import { relativeTime, whole } from '../../../src/lib/format.ts'
import { hrefOfFile } from '../../components/file-link.ts'
import { Panel } from '../../components/panel.tsx'
import { PathText } from '../../components/path-text.tsx'
import { shownPath } from '../../components/path-words.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'
import type { Days } from './address.ts'
import { standingMarks } from './conflict-words.ts'
import type { Files } from './create-files.ts'
import { spanWords } from './files-bar.tsx'
import { writesOf } from './writes-a-day.ts'

/** How often a file was written and read, what changes together with it, its worktrees, and the conflicts of all files. */
export function FileFacts(props: {
  files: Files
  detail: FileDetail
  page: FilesPage
  days: Days
  foldersOf(path: string): Iterable<string>
  timezone: string
  onChoose(path: string): void
}) {
  return (
    <div class="file-facts">
      <ThisFile {...props} />
      <Together {...props} />
      <Conflicts {...props} />
    </div>
  )
}

function ThisFile(props: { detail: FileDetail; days: Days; timezone: string }) {
  const bars = createMemo(() => writesOf(props.detail.touches, now(), props.days, props.timezone))
  const most = () => Math.max(1, ...bars().map(({ writes }) => writes))
  return (
    <Panel title="This file" sub={spanWords[props.days]} class="this-file">
      <div class="body">
        <div
          class="day-bars"
          role="img"
          aria-label={`Written ${props.detail.writes} times in ${spanWords[props.days]}`}
        >
          <For each={bars()}>
            {({ label, writes }) => (
              <i
                title={`${label}: ${whole(writes)}`}
                data-none={writes === 0 ? '' : undefined}
                style={{ '--share': writes / most() }}
              />
            )}
          </For>
        </div>
        <p class="bar-ends label">
          <span>{bars()[0]?.label}</span>
          <span>{props.days === 1 ? 'writes an hour' : 'writes a day'}</span>
          <span>{props.days === 1 ? 'now' : 'today'}</span>
        </p>
        <dl class="file-sums">
          <dt>Written</dt>
          <dd>
            {timesWords(props.detail.writes)}
            <Show when={props.detail.writes > 0}> by {sessionsWords(props.detail.writers)}</Show>
          </dd>
          <dt>Read</dt>
          <dd>{timesWords(props.detail.reads)}</dd>
          <dt>Reverted</dt>
          <dd>{timesWords(props.detail.reverted)}</dd>
          <Show when={props.detail.outside > 0}>
            <dt>From outside</dt>
            <dd>{timesWords(props.detail.outside)}</dd>
          </Show>
        </dl>
      </div>
    </Panel>
  )
}

const timesWords = (count: number) => (count === 1 ? 'once' : count === 0 ? 'never' : `${whole(count)} times`)
const sessionsWords = (count: number) => `${whole(count)} ${count === 1 ? 'session' : 'sessions'}`

function Together(props: {
  detail: FileDetail
  foldersOf(path: string): Iterable<string>
  timezone: string
  onChoose(path: string): void
}) {
  const most = () => Math.max(1, props.detail.writers)
  const repository = () => {
    const paths = [props.detail.path, ...props.detail.worktrees.map(({ path }) => path)]
    return paths.flatMap((path) => worktreeOf(path)?.repositoryName ?? [])[0] ?? ''
  }
  return (
    <Panel
      title="Changes together with"
      sub={props.detail.writers > 0 ? `of ${sessionsWords(props.detail.writers)}` : ''}
      class="together"
    >
      <Show
        when={props.detail.together.length > 0}
        fallback={<p class="empty">No session that changed it has changed another file.</p>}
      >
        <ul>
          <For each={props.detail.together}>
            {({ path, sessions }) => (
              <li>
                <FileLink path={path} foldersOf={props.foldersOf} onChoose={props.onChoose} />
                <span class="together-share" aria-hidden="true">
                  <i style={{ width: `${Math.min(100, (100 * sessions) / most())}%` }} />
                </span>
                <span class="right">{whole(sessions)}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.detail.worktrees.length > 0}>
        <h3 class="label">
          <bdi>Worktrees of {shownPath(repository())}</bdi>
          <span>{whole(props.detail.worktrees.length)}</span>
        </h3>
        <ul>
          <For each={props.detail.worktrees}>
            {({ path, lastAt }) => (
              <li>
                <WorktreeLink path={path} onChoose={props.onChoose} />
                <span class="right">{relativeTime(lastAt, now(), props.timezone)}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Panel>
  )
}

function WorktreeLink(props: { path: string; onChoose(path: string): void }) {
  return (
    <a
      href={hrefOfFile(props.path)}
      onClick={choosing(props)}
      title={shownPath(props.path.slice(0, 600))}
      class="cut mono"
    >
      <bdi>{shownPath(worktreeOf(props.path)?.worktree ?? 'main folder')}</bdi>
    </a>
  )
}

function Conflicts(props: {
  files: Files
  days: Days
  page: FilesPage
  foldersOf(path: string): Iterable<string>
  timezone: string
  onChoose(path: string): void
}) {
  return (
    <Panel
      title="Conflicts"
      sub={spanWords[props.days]}
      end={whole(props.page.conflicts.length)}
      class="conflicts-list"
    >
      <Show
        when={props.page.conflicts.length > 0}
        fallback={<p class="empty">None. Nobody wrote over a change that they had not seen.</p>}
      >
        <ul>
          <For each={props.page.conflicts}>
            {(conflict) => (
              <li>
                <StateMark mark={standingMarks[props.files.standingOf(conflict)]} label="" />
                <FileLink path={conflict.path} foldersOf={props.foldersOf} onChoose={props.onChoose} />
                <span class="right">
                  {props.files.standingOf(conflict)}, {relativeTime(conflict.later.at, now(), props.timezone)}
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Panel>
  )
}

type LinkProps = { path: string; onChoose(path: string): void }

const choosing = (props: LinkProps) => (event: MouseEvent) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  props.onChoose(props.path)
}

const FileLink = (props: LinkProps & { foldersOf(path: string): Iterable<string> }) => (
  <a href={hrefOfFile(props.path)} onClick={choosing(props)}>
    <PathText path={props.path} folders={props.foldersOf(props.path)} />
  </a>
)
