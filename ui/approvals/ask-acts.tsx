import { createUniqueId, For, Match, Show, Switch } from 'solid-js'
import { runtimeName } from '../../src/facts/runtimes.ts'
import { CodeText } from '../components/code-text.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { allowWords, lastingWords, outcomeOf } from './approval-words.ts'
import type { Ask, Lasting } from './create-ask.ts'

const lasting: Lasting[] = ['allow-session', 'allow-always']

/** What a person can decide about a request: what its runtime takes, and nothing else. `keys` are shown where they work. */
export function AskActs(props: { ask: Ask; isPrimary: boolean; keys: boolean; name: string }) {
  const ask = props.ask
  const approval = () => ask.approval()
  const isQuestion = () => approval().kind === 'question'
  const allow = () =>
    isQuestion() ? 'Answer' : ask.writing() === 'command' ? 'Allow this instead' : allowWords(approval())
  return (
    <div class="ask-acts">
      <Switch>
        <Match when={ask.isOver()}>
          <p class="outcome">{outcomeOf(approval(), ask.approvals.me()?.name)}</p>
        </Match>
        <Match when={ask.isSent()}>
          <p class="outcome" aria-live="polite">
            {approval().state === 'answering'
              ? outcomeOf(approval(), ask.approvals.me()?.name)
              : `Sent; waiting for ${runtimeName(approval().runtime)} to take it.`}
          </p>
        </Match>
        <Match when={true}>
          <ProblemNote text={ask.approvals.problemOf(approval().id) ?? approval().note ?? undefined} />
          <Writing ask={ask} />
          <Show when={ask.whyNot() ?? ask.whyNotAllow()}>
            {(why) => (
              <p class="why-not">
                <CodeText text={why()} />
              </p>
            )}
          </Show>
          <Show when={ask.whyNot() === undefined || approval().decisions.length > 0}>
            <div class="buttons">
              <Show when={ask.takes('allow-once')}>
                <button
                  class="button allow"
                  data-kind={props.isPrimary ? 'primary' : undefined}
                  type="button"
                  disabled={!ask.mayAllow()}
                  onClick={ask.allow}
                >
                  {allow()}
                  <Of name={props.name} />
                  <Show when={props.keys}>
                    <kbd>{isQuestion() ? '↵' : 'A'}</kbd>
                  </Show>
                </button>
              </Show>
              <For each={lasting}>
                {(decision) => (
                  <Show when={ask.takes(decision) && !isQuestion()}>
                    <button
                      class="button always"
                      type="button"
                      disabled={!ask.mayLast(decision)}
                      onClick={() => ask.last(decision)}
                    >
                      {lastingWords(decision, approval().kind)}…
                      <Of name={props.name} />
                    </button>
                  </Show>
                )}
              </For>
              <Show when={ask.takes('allow-once') && approval().takesCommand && ask.writing() !== 'command'}>
                <button
                  class="button"
                  type="button"
                  disabled={!ask.mayAllow()}
                  onClick={() => ask.setWriting('command')}
                >
                  Edit…
                </button>
              </Show>
              <span class="apart" />
              <Show when={ask.takes('deny') && approval().takesReason && ask.writing() !== 'reason'}>
                <button class="button" type="button" disabled={!ask.mayDeny()} onClick={() => ask.setWriting('reason')}>
                  Deny with words…
                </button>
              </Show>
              <Show when={ask.takes('deny')}>
                <button
                  class="button deny"
                  data-kind="danger"
                  type="button"
                  disabled={!ask.mayDeny()}
                  onClick={ask.deny}
                >
                  {isQuestion() ? 'Do not answer' : 'Deny'}
                  <Of name={props.name} />
                  <Show when={props.keys}>
                    <kbd>D</kbd>
                  </Show>
                </button>
              </Show>
            </div>
          </Show>
        </Match>
      </Switch>
    </div>
  )
}

/** Whose request a button is about, for who does not see where it stands. */
const Of = (props: { name: string }) => <span class="hidden">: {props.name}</span>

/** A field for the command that is run instead, or for words to the model with a denial. */
function Writing(props: { ask: Ask }) {
  const id = createUniqueId()
  const isCommand = () => props.ask.writing() === 'command'
  return (
    <Show when={props.ask.writing()}>
      <div class="writing">
        <label for={id}>{isCommand() ? 'Run this instead' : 'What to tell the agent with the denial'}</label>
        <textarea
          id={id}
          class={isCommand() ? 'field mono' : 'field'}
          rows={isCommand() ? 4 : 2}
          spellcheck={!isCommand()}
          value={isCommand() ? props.ask.command() : props.ask.reason()}
          onInput={({ currentTarget: { value } }) =>
            isCommand() ? props.ask.setCommand(value) : props.ask.setReason(value)
          }
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            props.ask.setWriting(undefined)
          }}
          ref={(element) => queueMicrotask(() => element.focus())}
        />
        <button class="link-button" type="button" onClick={() => props.ask.setWriting(undefined)}>
          {isCommand() ? 'Leave it as it was' : 'Without words'}
        </button>
      </div>
    </Show>
  )
}
