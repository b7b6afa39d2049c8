import { createMemo, For } from 'solid-js'
import { foldersOfPath, partsOfPath, pathBelow, shownPath } from './path-words.ts'

/** A longer path is cut: nobody reads it, and a title of it would fill the window. */
const maxLength = 600

/**
 * A foreign path in one line, from the folder on in which one works. Where there is little room whole folders are left
 * out at its beginning: the name of the file stays whole. The title is all of it.
 */
export function PathText(props: { path: string; folders?: Iterable<string> }) {
  const parts = createMemo(() => {
    const { folder, name } = partsOfPath(pathBelow(props.path, props.folders ?? []))
    return { folder: shownPath(folder.slice(-maxLength)), name: shownPath(name.slice(0, maxLength)) }
  })
  return (
    <span class="path" title={shownPath(props.path.slice(0, maxLength))}>
      <bdi class="hidden">{parts().folder + parts().name}</bdi>
      {/* The name comes first, then the last folder, and folders that have no room wrap out of sight. */}
      <span class="path-parts" aria-hidden="true">
        <b data-text={parts().name} />
        <For each={foldersOfPath(parts().folder).toReversed()}>{(folder) => <i data-text={folder} />}</For>
      </span>
    </span>
  )
}
