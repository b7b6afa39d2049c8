import * as Popover from '@kobalte/core/popover'
import { createSignal, onCleanup, Show } from 'solid-js'
import { plainText } from '../../src/lib/plain-text.ts'
import { failureOf } from '../../src/sessions/failure.ts'
import { copyText } from '../platform/clipboard.ts'
import { CodeText } from './code-text.tsx'

/** What an error means, what to do about it, and its own text, beside the button that opened it. */
export function RawErrorPopover(props: {
  raw: string
  open: boolean
  setOpen: (open: boolean) => void
  anchor: HTMLElement | undefined
}) {
  let content: HTMLElement | undefined
  const failure = () => failureOf(props.raw)
  const text = () => plainText(props.raw).trim()
  return (
    <Popover.Root
      open={props.open}
      onOpenChange={props.setOpen}
      anchorRef={() => props.anchor}
      gutter={6}
      placement="bottom-start"
    >
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
            props.setOpen(false)
          }}
          onInteractOutside={(event) => {
            // A press on the button closes it by itself, and would open it again.
            if (props.anchor?.contains(event.target as Node)) event.preventDefault()
          }}
          onOpenAutoFocus={(event) => {
            // What is there to read comes first, not the button below it.
            event.preventDefault()
            content?.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            props.anchor?.focus()
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
