import { createEffect, createSignal, For, on, Show } from 'solid-js'
import { CopyIcon } from './copy-icon.tsx'
import type { CodeRun } from './highlight.ts'
import { colourCode } from './highlighter.ts'

/** Code with its language and its colours, which come a moment later. A wide line scrolls. */
export function CodeBlock(props: { text: string; language: string | null }) {
  return (
    <div class="code-block">
      <div class="code-head">
        <span class="label">{props.language ?? 'text'}</span>
        <CopyIcon label="Copy this code" text={() => props.text} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: its line breaks are kept, which only pre says */}
      <pre class="code" tabindex={0} role="group" aria-label={props.language ? `Code, ${props.language}` : 'Code'}>
        <ColouredCode text={props.text} language={props.language} />
      </pre>
    </div>
  )
}

/** The text of a code, in the colours of its language once they are there. */
export function ColouredCode(props: { text: string; language: string | null }) {
  const [runs, setRuns] = createSignal<{ of: string; runs: CodeRun[] }>()
  createEffect(
    on(
      () => [props.text, props.language] as const,
      ([text, language]) => {
        if (language) void colourCode(text, language).then((runs) => runs && setRuns({ of: text, runs }))
      },
    ),
  )
  const coloured = () => {
    const known = runs()
    return known && known.of === props.text ? known.runs : undefined
  }
  return (
    <Show when={coloured()} fallback={props.text}>
      {(runs) => (
        <For each={runs()}>{(run) => (run.look ? <span class={`code-${run.look}`}>{run.text}</span> : run.text)}</For>
      )}
    </Show>
  )
}
