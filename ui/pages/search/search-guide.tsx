import { createSignal, For, Show } from 'solid-js'
import { forgetSearches, recentSearches } from './recent-searches.ts'

const examples: [q: string, means: string][] = [
  ['reconnect cursor', 'both words, anywhere in one message, call or output'],
  ['"store.flushed"', 'exactly these letters'],
  ['recon*', 'words that begin so'],
  ['*connect', 'these letters, also within a word'],
  ['error -test', 'the one without the other'],
  ['/fail(s|ed)/i', 'a regular expression'],
]

/** Before anything is looked for: how it can be written, and what was looked for lately. */
export function SearchGuide(props: { onTry(q: string): void }) {
  const [recent, setRecent] = createSignal(recentSearches())
  return (
    <div class="search-guide">
      <p>
        Every title, everything that was said, every tool call and what came back, in the sessions of all agents. What
        was written a moment ago is found as well.
      </p>
      <Show when={recent().length > 0}>
        <section>
          <h3 class="label">
            Looked for lately
            <button
              class="link-button"
              type="button"
              onClick={() => {
                forgetSearches()
                setRecent([])
              }}
            >
              Forget these
            </button>
          </h3>
          <ul>
            <For each={recent()}>
              {(q) => (
                <li>
                  <button type="button" onClick={() => props.onTry(q)}>
                    <code class="cut">{q}</code>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <section>
        <h3 class="label">How it can be written</h3>
        <ul>
          <For each={examples}>
            {([q, means]) => (
              <li>
                <button type="button" onClick={() => props.onTry(q)}>
                  <code class="cut">{q}</code>
                  <span class="quiet">{means}</span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </section>
    </div>
  )
}
