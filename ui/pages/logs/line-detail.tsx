import { A } from '@solidjs/router'
import { createMemo, createSignal, For, onMount, Show } from 'solid-js'
import type { LogLine } from '../../../src/logs/log-line.ts'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { toTheSecond } from '../../components/time-words.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { copyText } from '../../platform/clipboard.ts'
import { LineCells, type RowLook } from './line-row.tsx'
import { lineIdOf } from './live-lines.ts'
import { asText, fieldsOf, toneOf } from './log-words.ts'
import { sessionWord } from './session-word.ts'

/** So many lines before and after it are shown, a press on More lines shows the next number. */
const counts = [2, 10, 50, 200]
const countWords = ['two', 'ten', 'fifty', 'two hundred']

/** What an open line says in full, and what was written around it by all sources. */
export function LineDetail(props: { line: LogLine; look: RowLook; link: string; onOnly(source: string): void }) {
  const [more, setMore] = createSignal(0)
  const id = () => lineIdOf(props.line)
  const around = createQuery({
    key: () => ['logs/around', id(), counts[more()]] as const,
    fetcher: ([, line, count], signal) =>
      ask(api.logs.around.get({ query: { line, count: count ?? 2 }, fetch: { signal } })),
  })
  /** The session that the line is about, where it names one that is known. */
  const session = createQuery({
    key: () => {
      const word = sessionWord(props.line)
      return word === null ? undefined : (['logs/session', word] as const)
    },
    fetcher: async ([, word], signal) => {
      const { items } = await ask(api.sessions.get({ query: { q: word, sort: 'last', limit: 20 }, fetch: { signal } }))
      const named =
        items.find(({ id, key }) => id === word || key === word) ?? (items.length === 1 ? items[0] : undefined)
      return { id: named?.id ?? null }
    },
    keepPrevious: false,
  })
  /** More lines of the same moment stay until there are more; lines of another one do not. */
  const lines = createMemo(() => (around.answer()?.key[1] === id() ? around.data()?.items : undefined) ?? [props.line])
  const fields = createMemo(() => (props.line.json === null ? [] : fieldsOf(props.line.json)))
  const isLong = () => props.line.text.includes('\n') || props.line.text.length > 160

  let root!: HTMLElement
  onMount(() => root.scrollIntoView({ block: 'nearest' }))

  async function copy(text: string, what: string) {
    toast({ text: (await copyText(text)) ? `Copied ${what}` : 'The browser does not let this page copy.' })
  }

  return (
    <section ref={root} class="log-detail" aria-label={`Around ${toTheSecond(props.line.at, props.look.timezone)}`}>
      <header>
        <h3>Around {toTheSecond(props.line.at, props.look.timezone)}</h3>
        <span class="label">{countWords[more()]} lines before and after, all sources</span>
        <span class="log-acts">
          <Show when={session.data()?.id}>
            {(id) => (
              <A class="button" href={`/sessions/${encodeURIComponent(id())}`}>
                Open session
              </A>
            )}
          </Show>
          <button type="button" class="button" onClick={() => props.onOnly(props.line.source)}>
            Only {props.look.sourceOf(props.line.source).name}
          </button>
          <button
            type="button"
            class="button"
            disabled={more() === counts.length - 1}
            onClick={() => setMore((before) => before + 1)}
          >
            More lines
          </button>
          <button
            type="button"
            class="button"
            onClick={() =>
              void copy(props.line.json ?? asText(props.line), props.line.json === null ? 'the line' : 'the JSON')
            }
          >
            Copy {props.line.json === null ? 'line' : 'JSON'}
          </button>
          <button type="button" class="button" onClick={() => void copy(props.link, 'the link')}>
            Copy link
          </button>
        </span>
      </header>
      <Show when={around.problem()}>
        {(problem) => <RetryNotice onRetry={() => void around.refetch()}>{problem().message}</RetryNotice>}
      </Show>
      <ol
        class="log-around"
        style={{ '--lines': counts[more()]! * 2 + 1 }}
        data-few={more() === 0 && around.state() === 'loading' ? '' : undefined}
        aria-busy={around.state() === 'loading'}
      >
        <For each={lines()}>
          {(line) => (
            <li
              class="log-line"
              data-tone={toneOf(line.level)}
              data-current={line.no === props.line.no ? '' : undefined}
              aria-current={line.no === props.line.no ? 'true' : undefined}
            >
              <LineCells line={line} look={{ ...props.look, hasDays: false }} isMarked={line.no === props.line.no} />
            </li>
          )}
        </For>
      </ol>
      <Show when={isLong()}>
        <pre class="log-whole">{props.line.text}</pre>
      </Show>
      <Show when={fields().length > 0}>
        <dl class="log-fields">
          <For each={fields()}>
            {(field) => (
              <div>
                <dt>{field.name}</dt>
                <dd>{field.value}</dd>
              </div>
            )}
          </For>
        </dl>
      </Show>
    </section>
  )
}
