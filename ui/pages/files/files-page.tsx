import { useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import type { FileSession } from '../../../src/files/file.ts'
import { Notice } from '../../components/notice.tsx'
import { foldersOfEach } from '../../components/path-words.ts'
import { useOverview } from '../../data/overview-context.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { type Address, addressOf, paramsOf } from './address.ts'
import { createFiles } from './create-files.ts'
import { FileView } from './file-view.tsx'
import { FilesBar } from './files-bar.tsx'
import { FilesList } from './files-list.tsx'

/** Which sessions read and changed which files, and who wrote over whom? The address says what is shown. */
export default function FilesPage() {
  const { overview } = useOverview()
  const [params, setParams] = useSearchParams()
  const address = createMemo(() => addressOf(params))
  /** What is shown until somebody chooses; it stays, while newer edits come. */
  const [first, setFirst] = createSignal<string>()
  const chosen = () => address().path ?? first()
  const files = createFiles(address, chosen)
  const go = (change: Partial<Address>, replace = false) =>
    setParams(paramsOf({ ...address(), ...change }), { replace, scroll: false })

  createEffect(() => {
    const page = files.page.data()
    if (page && first() === undefined) setFirst(page.conflicts[0]?.path ?? page.edits[0]?.path)
  })

  const people = createMemo(() => new Map<string, FileSession>(files.page.data()?.people.map((one) => [one.id, one])))
  /** The folders in which somebody works: paths are shown from there on. */
  const folders = createMemo(
    () =>
      new Set(
        [...people().values(), ...(files.detail.data()?.people ?? [])].flatMap(({ projectPath }) => projectPath ?? []),
      ),
    new Set<string>(),
    { equals: (a, b) => [...a].join('\n') === [...b].join('\n') },
  )
  /** What each path is shown below, of all that stand on the page. */
  const foldersOf = createMemo(() => {
    const [page, detail] = [files.page.data(), files.detail.data()]
    const rows = [
      ...(page?.edits ?? []),
      ...(page?.outside ?? []),
      ...(page?.conflicts ?? []),
      ...(files.list.data() ?? []),
      ...(detail?.together ?? []),
    ]
    return foldersOfEach(
      rows.map(({ path }) => path),
      folders(),
    )
  })
  const timezone = () => overview()?.timezone || 'UTC'

  let list: HTMLElement | undefined
  function step(by: number) {
    const links = [...(list?.querySelectorAll<HTMLAnchorElement>('a[data-file]') ?? [])]
    const at = links.findIndex((link) => link.dataset.file === chosen())
    // A file may stand in the feed several times: the next one is another file.
    let to = at
    do to += by
    while (links[to] && links[to]!.dataset.file === chosen())
    const next = links[to]
    if (!next) return
    go({ path: next.dataset.file }, true)
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
  }
  const here = 'This page' as const
  bindKeys([
    { keys: 'J', words: 'Next file', group: here, run: () => step(1) },
    { keys: 'K', words: 'Previous file', group: here, run: () => step(-1) },
  ])

  return (
    <Switch fallback={<Loading />}>
      <Match when={files.page.data()}>
        {(page) => (
          <div class="files-page" data-chosen={address().path === undefined ? undefined : ''}>
            <h1 class="hidden">Files</h1>
            <FilesBar page={page()} standingOf={files.standingOf} address={address()} onChange={go} />
            <FilesList
              ref={(element) => {
                list = element
              }}
              files={files}
              page={page()}
              address={address()}
              chosen={chosen()}
              people={people()}
              foldersOf={foldersOf()}
              timezone={timezone()}
              onChoose={(path) => go({ path })}
            />
            <Show when={chosen()} fallback={<Nothing />}>
              {(path) => (
                <FileView
                  path={path()}
                  files={files}
                  page={page()}
                  days={address().days}
                  view={address().view}
                  foldersOf={foldersOf()}
                  timezone={timezone()}
                  onChoose={(path) => go({ path })}
                  onView={(view) => go({ view, path: path() }, true)}
                  onBack={() => go({ path: undefined })}
                />
              )}
            </Show>
          </div>
        )}
      </Match>
      <Match when={files.page.problem()}>
        {(problem) => (
          <Notice title="Files cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={() => void files.page.refetch()}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

const Nothing = () => (
  <section class="file-view">
    <div class="panel">
      <p class="empty">
        Once an agent reads or changes a file, this is where you see who touched it, when, and who wrote over whom.
      </p>
    </div>
  </section>
)

/** The outline of the page while it loads, so that nothing moves when it has. */
function Loading() {
  return (
    <div class="files-page loading" aria-busy="true">
      <h1 class="hidden">Files, loading</h1>
      <For each={['files-bar', 'files-list', 'file-view']}>
        {(area) => (
          <div class={`panel ${area}`} aria-hidden="true">
            <For each={area === 'files-bar' ? [1] : [1, 2, 3, 4, 5, 6, 7, 8]}>{() => <span class="skeleton" />}</For>
          </div>
        )}
      </For>
    </div>
  )
}
