import { For, Show } from 'solid-js'
import type { FileChange } from '../../../../../src/facts/tool-action.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import { DiffView } from '../../../../components/diff-view.tsx'
import { linesChanged } from './tool-kind.ts'

const changeWords: Record<FileChange['change'], string> = {
  create: 'created',
  write: 'written whole',
  edit: 'edited',
  move: 'moved',
  delete: 'deleted',
}

/** The files that a call changed, each as a diff. */
export function EditView(props: { changes: FileChange[] }) {
  return (
    <For each={props.changes}>
      {(change) => (
        <>
          <Show when={props.changes.length > 1 || change.movedTo || change.hunks.length === 0}>
            <p class="file-head">
              <code class="cut">
                <bdi>{oneLine(change.path)}</bdi>
              </code>
              <span class="quiet">
                {changeWords[change.change]}
                {change.movedTo ? ` to ${oneLine(change.movedTo)}` : ''} {linesChanged([change])}
              </span>
            </p>
          </Show>
          <DiffView hunks={change.hunks} truncated={change.truncated} label={`Changes in ${oneLine(change.path)}`} />
        </>
      )}
    </For>
  )
}
