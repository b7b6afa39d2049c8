import { For, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import type { ToolSurvey } from '../../../src/sessions/routes.ts'

/** What there is to say about the rows before one reads them: what of the address is left out, and what is not known yet. */
export function ListNotes(props: { unread: string[]; tools: ToolSurvey | undefined; timezone: string }) {
  return (
    <>
      <For each={props.unread}>
        {(sentence) => (
          <p class="list-note" data-warning="">
            {sentence}
          </p>
        )}
      </For>
      <Show when={props.tools}>
        {(tools) => (
          <output class="list-note">
            <Show
              when={isLooking(tools())}
              fallback={`Every transcript since ${dayOf(tools().since, props.timezone)} was looked through for tools.`}
            >
              Looking through transcripts for tools: {whole(tools().done)} of {whole(tools().sessions)} done. More
              sessions may match.
              <span class="bar" aria-hidden="true">
                <span style={{ transform: `scaleX(${tools().done / tools().sessions})` }} />
              </span>
            </Show>
          </output>
        )}
      </Show>
    </>
  )
}

/** Whether transcripts are still to be looked through for the tools that a filter asks for. */
export const isLooking = (tools: ToolSurvey | undefined) => tools !== undefined && tools.done < tools.sessions

const dayOf = (at: number, timezone: string) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: timezone }).format(at)
