import { Show } from 'solid-js'
import { ProblemNote } from '../components/problem-note.tsx'
import { api, ask } from '../data/api.ts'
import { createQuery } from '../data/query.ts'

/** Everything that left for an answer: the last request, which holds all before it. */
export function SentView(props: { id: string }) {
  const sent = createQuery({
    key: () => ['ask-sent', props.id] as const,
    fetcher: ([, id], signal) => ask(api.ask.questions({ id }).sent.get({ fetch: { signal } })),
  })
  return (
    <div class="asking-sent">
      <ProblemNote text={sent.problem()?.message} />
      <Show when={sent.data()}>
        {(data) => (
          <textarea
            class="field mono"
            readonly
            rows={14}
            aria-label="Exactly what was sent"
            value={readable(data().sent)}
          />
        )}
      </Show>
    </div>
  )
}

/** JSON with a line for each value, and line breaks as they are. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).replaceAll('\\n', '\n')
  } catch {
    return text
  }
}
