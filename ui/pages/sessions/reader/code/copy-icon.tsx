import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import { createSignal, onCleanup, Show } from 'solid-js'
import { copyText } from '../../../../platform/clipboard.ts'

/** A small button that copies a text and says for two seconds that it did. */
export function CopyIcon(props: { label: string; text(): string }) {
  const [copied, setCopied] = createSignal(false)
  let back: number | undefined
  onCleanup(() => clearTimeout(back))
  return (
    <button
      class="copy-icon"
      type="button"
      aria-label={copied() ? 'Copied' : props.label}
      title={copied() ? 'Copied' : props.label}
      onClick={async (event) => {
        event.stopPropagation()
        if (!(await copyText(props.text()))) return
        setCopied(true)
        clearTimeout(back)
        back = window.setTimeout(() => setCopied(false), 2_000)
      }}
    >
      <Show when={copied()} fallback={<Copy size={14} aria-hidden="true" />}>
        <Check size={14} aria-hidden="true" />
      </Show>
    </button>
  )
}
