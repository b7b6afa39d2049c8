import * as Popover from '@kobalte/core/popover'
import Info from 'lucide-solid/icons/info'
import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { plainText } from '../../src/lib/plain-text.ts'
import { failureOf } from '../../src/sessions/failure.ts'
import { copyText } from '../platform/clipboard.ts'
import { CodeText } from './code-text.tsx'

const label = 'Show the raw error'

/**
 * A button beside the words for an error. It opens what the error means, what to do about it, and its own text. Without
 * children it is a small icon, which fits into a row.
 */
export function RawError(props: { raw: string; children?: JSX.Element; tabIndex?: number }) {
  const [open, setOpen] = createSignal(false)
  let content: HTMLElement | undefined
  const failure = () => failureOf(props.raw)
  const text = () => plainText(props.raw).trim()
  return (
    <Popover.Root open={open()} onOpenChange={setOpen} gutter={6} placement="bottom-start">
      <Popover.Trigger
        class={props.children ? 'link-button' : 'raw-error-button'}
        aria-label={props.children ? undefined : label}
        title={props.children ? undefined : label}
        tabIndex={props.tabIndex}
      >
        {props.children ?? <Info size={14} aria-hidden="true" />}
      </Popover.Trigger>
      <Popover.Portal>
        {/* Behind a portal a click still reaches the row that the button stands in. */}
        <Popover.Content
          ref={content}
          class="raw-error"
          onClick={(event: MouseEvent) => event.stopPropagation()}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            event.stopPropagation()
            setOpen(false)
          }}
          onOpenAutoFocus={(event) => {
            // What is there to read comes first, not the button below it.
            event.preventDefault()
            content?.focus()
          }}
        >
          <Popover.Title class="words">{capitalized(failure().words)}</Popover.Title>
          <Popover.Description class="quiet">
            <CodeText text={failure().advice} />
          </Popover.Description>
          <Show when={text() !== failure().words}>
            <pre dir="auto">{text()}</pre>
            <CopyButton text={text()} />
          </Show>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function CopyButton(props: { text: string }) {
  const [copied, setCopied] = createSignal(false)
  let back: number | undefined
  onCleanup(() => clearTimeout(back))
  return (
    <button
      class="link-button"
      type="button"
      onClick={async () => {
        if (!(await copyText(props.text))) return
        setCopied(true)
        clearTimeout(back)
        back = window.setTimeout(() => setCopied(false), 2_000)
      }}
    >
      {copied() ? 'Copied' : 'Copy'}
    </button>
  )
}

const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
