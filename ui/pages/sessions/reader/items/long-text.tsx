import { createMemo, For, type JSX } from 'solid-js'
import { parseTerminal, type TerminalRun } from '../../../../../src/lib/terminal-text.ts'
import { chunksOf } from './chunks.ts'

/** A block of foreign text, as a terminal would show it. A long one scrolls in itself, also by keyboard. */
export function TerminalText(props: { label: string; text: string }) {
  return (
    <Well label={props.label}>
      <Chunks text={props.text}>
        {(chunk) => <For each={parseTerminal(chunk)}>{(run) => <Run run={run} />}</For>}
      </Chunks>
    </Well>
  )
}

function Run(props: { run: TerminalRun }) {
  const { text, colour, background, isBold, isDim, isItalic, isUnderlined } = props.run
  if (!colour && !background && !isBold && !isDim && !isItalic && !isUnderlined) return text
  return (
    <span
      class="terminal-run"
      data-colour={colour ?? undefined}
      data-background={background ?? undefined}
      data-bold={isBold ? '' : undefined}
      data-dim={isDim ? '' : undefined}
      data-italic={isItalic ? '' : undefined}
      data-underlined={isUnderlined ? '' : undefined}
    >
      {text}
    </span>
  )
}

/** The parts of a text in order; what lies outside the window is not laid out. */
function Chunks(props: { text: string; children(chunk: string): JSX.Element }) {
  const chunks = createMemo(() => chunksOf(props.text))
  return <For each={chunks()}>{(chunk) => <span class="chunk">{props.children(chunk)}</span>}</For>
}

export function Well(props: { label: string; children: JSX.Element }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: its line breaks are kept, which only pre says
    <pre class="well" tabindex={0} role="group" aria-label={props.label} dir="auto">
      {props.children}
    </pre>
  )
}
