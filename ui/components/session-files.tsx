import { For, Show } from 'solid-js'
import type { DigestFile } from '../../src/facts/transcript-digest.ts'
import { whole } from '../../src/lib/format.ts'
import { changeWords } from './change-words.ts'
import { PathText } from './path-text.tsx'
import { hrefOfFile } from './path-words.ts'

const maxRows = 200

/**
 * The files that one session read and changed, the last touched first. A path leads to the page of its file; where it
 * stands in the transcript is told by `onOpen`, with the id of the item.
 */
export function SessionFiles(props: { files: DigestFile[]; projectPath: string | null; onOpen(itemId: string): void }) {
  const shown = () => props.files.slice(0, maxRows)
  const written = () => props.files.filter(({ writes }) => writes > 0).length
  return (
    <Show when={props.files.length > 0} fallback={<p class="empty">This session has touched no file.</p>}>
      <p class="remark">
        {whole(written())} changed, {whole(props.files.length - written())} only read
        <Show when={props.files.length > maxRows}>; the latest {whole(maxRows)} are shown</Show>
      </p>
      <ul class="session-files">
        <For each={shown()}>
          {(file) => (
            <li data-wrote={file.writes > 0 ? '' : undefined}>
              <a href={hrefOfFile(file.path)}>
                <PathText path={file.path} folders={props.projectPath === null ? [] : [props.projectPath]} />
              </a>
              <Show when={file.isGuessed}>
                <span class="tag" title="Read out of a command of the shell">
                  guessed
                </span>
              </Show>
              <span class="mono">{file.writes > 0 ? changeWords({ ...file, how: file.change }) : 'read'}</span>
              <button class="link-button" type="button" onClick={() => props.onOpen(file.itemId)}>
                {countWords(file)}
                <span class="hidden">, show the last in the transcript</span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

function countWords({ reads, writes }: DigestFile): string {
  const count = writes > 0 ? writes : reads
  const word = writes > 0 ? 'write' : 'read'
  return `${whole(count)} ${count === 1 ? word : `${word}s`}`
}
