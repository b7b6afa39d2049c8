import ArrowLeft from 'lucide-solid/icons/arrow-left'
import Copy from 'lucide-solid/icons/copy'
import ExternalLink from 'lucide-solid/icons/external-link'
import { createMemo, createUniqueId, Match, Show, Switch } from 'solid-js'
import type { FilesPage } from '../../../src/files/file.ts'
import { ago } from '../../../src/lib/format.ts'
import { PathText } from '../../components/path-text.tsx'
import { pathBelow, shownPath } from '../../components/path-words.ts'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { toast } from '../../components/toasts.tsx'
import { copyText } from '../../platform/clipboard.ts'
import { now } from '../../platform/now.ts'
import { type Days, hrefInEditor, type View, views } from './address.ts'
import { ConflictPanel } from './conflict-panel.tsx'
import type { Files } from './create-files.ts'
import { DiffToday } from './diff-today.tsx'
import { FileFacts } from './file-facts.tsx'
import { FileHistory } from './file-history.tsx'
import { WhoTouchedIt } from './who-touched-it.tsx'

/** All about the chosen file: who touched it, who wrote over whom, how often, and what changes together with it. */
export function FileView(props: {
  path: string
  files: Files
  page: FilesPage
  days: Days
  view: View
  foldersOf(path: string): Iterable<string>
  timezone: string
  onChoose(path: string): void
  onView(view: View): void
  onBack(): void
}) {
  const { detail } = props.files
  const viewLabel = createUniqueId()
  /** The answer about this file; that about the file before is not shown as if it were about this one. */
  const known = createMemo(() => {
    const answer = detail.data()
    return answer?.path === props.path ? answer : undefined
  })
  const lastWrite = () => known()?.touches.findLast(({ how }) => how !== 'read')
  const sub = () => {
    const answer = known()
    if (!answer) return detail.problem() ? '' : 'Looking it up…'
    const last = lastWrite()
    const did = last ? `changed ${ago(last.at, now(), props.timezone)}` : 'only read'
    // Where the headline has all of the path, it is not said twice.
    const isShort = pathBelow(props.path, props.foldersOf(props.path)) !== props.path
    return isShort ? `${shownPath(props.path.slice(0, 4_096))}, ${did}` : `${did[0]!.toUpperCase()}${did.slice(1)}`
  }
  return (
    <section class="file-view" aria-label="The chosen file" aria-busy={!known() && !detail.problem()}>
      <section class="panel who-touched" aria-label={viewNames[props.view]}>
        <header class="file-head">
          <button class="button file-back" type="button" onClick={props.onBack} aria-label="Back to the list">
            <ArrowLeft size={16} aria-hidden="true" />
          </button>
          <div>
            <h2 class="mono">
              <PathText path={props.path} folders={props.foldersOf(props.path)} />
            </h2>
            <span class="label cut" title={sub()}>
              <bdi>{sub()}</bdi>
            </span>
          </div>
          <span class="hidden" id={viewLabel}>
            What is shown of it
          </span>
          <Segmented
            labelledBy={viewLabel}
            options={views.map((value) => ({ value, name: viewNames[value] }))}
            value={props.view}
            onChoose={(value) => props.onView(views.find((one) => one === value) ?? 'touched')}
          />
          <Show when={props.page.editor} fallback={<CopyPath path={props.path} />}>
            {(template) => (
              <a class="button" href={hrefInEditor(template(), props.path, null)} title="Opens it in your editor">
                <ExternalLink size={14} aria-hidden="true" /> Open in editor
              </a>
            )}
          </Show>
        </header>
        <Show when={detail.problem()}>
          {(problem) => <RetryNotice onRetry={() => void detail.refetch()}>{problem().message}</RetryNotice>}
        </Show>
        <Switch>
          <Match when={props.view === 'history' && known()}>
            {(answer) => <FileHistory detail={answer()} timezone={props.timezone} />}
          </Match>
          <Match when={known()?.touches.length === 0 && !known()?.conflict}>
            <p class="empty">
              {props.files.survey()
                ? 'Nobody is known to have touched this file yet. Older sessions are being looked through.'
                : 'No session has touched this file in this time.'}
            </p>
          </Match>
          <Match when={props.view === 'diff' && known()}>
            {(answer) => <DiffToday detail={answer()} timezone={props.timezone} />}
          </Match>
          <Match when={known()}>{(answer) => <WhoTouchedIt detail={answer()} timezone={props.timezone} />}</Match>
        </Switch>
      </section>
      <Show when={props.view === 'touched' && known()?.conflict}>
        {(conflict) => (
          <ConflictPanel
            conflict={conflict()}
            detail={known()!}
            timezone={props.timezone}
            standing={props.files.standingOf(conflict())}
            acknowledge={props.files.acknowledge(props.path)}
            problem={props.files.problem()}
          />
        )}
      </Show>
      <Show when={props.view === 'touched' && known()}>{(answer) => <FileFacts {...props} detail={answer()} />}</Show>
    </section>
  )
}

const viewNames: Record<View, string> = { touched: 'Who touched it', diff: 'Diff today', history: 'History' }

const CopyPath = (props: { path: string }) => (
  <button
    class="button"
    type="button"
    onClick={async () =>
      toast({ text: (await copyText(props.path)) ? 'The path is copied' : 'The browser did not let it be copied' })
    }
  >
    <Copy size={14} aria-hidden="true" /> Copy path
  </button>
)
