import { createMemo } from 'solid-js'
import { partsOfPath, pathBelow, shownPath } from './path-words.ts'

/** A longer path is cut: nobody reads it, and a title of it would fill the window. */
const maxLength = 600

/**
 * A foreign path in one line, from the folder on in which one works. Where there is little room its beginning is left
 * out: the name of the file stays whole. The title is all of it.
 */
export function PathText(props: { path: string; folders?: Iterable<string> }) {
  const parts = createMemo(() => {
    const { folder, name } = partsOfPath(pathBelow(props.path, props.folders ?? []))
    return { folder: shownPath(folder.slice(-maxLength)), name: shownPath(name.slice(0, maxLength)) }
  })
  return (
    <span class="path" title={shownPath(props.path.slice(0, maxLength))}>
      <span class="path-folder">
        <bdi>{parts().folder}</bdi>
      </span>
      <bdi class="path-name">{parts().name}</bdi>
    </span>
  )
}
