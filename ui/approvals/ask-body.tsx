import { createSignal, createUniqueId, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ApprovalQuestion } from '../../src/facts/approval.ts'
import type { ToolAction } from '../../src/facts/tool-action.ts'
import { oneLine, plainText } from '../../src/lib/plain-text.ts'
import { CommandText } from '../components/command-text.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { ColouredCode } from '../pages/sessions/reader/code/code-block.tsx'
import { EditView } from '../pages/sessions/reader/items/edit.tsx'
import { Well } from '../pages/sessions/reader/items/long-text.tsx'
import { Prose } from '../pages/sessions/reader/items/message.tsx'
import type { Ask } from './create-ask.ts'

/** Everything that helps to decide: what would be done, whole; what is unusual about it; and why. */
export function AskBody(props: {
  ask: Ask
  agentName: string
  /** What the agent said last, where the request itself does not say why. */
  lastWords?: string | undefined
  isShort?: boolean
  numbered?: boolean
}) {
  const approval = () => props.ask.approval()
  const facts = () => [...approval().warnings, ...approval().risks.map(({ words }) => words)]
  return (
    <div class="ask-body">
      <What ask={props.ask} isShort={props.isShort ?? false} numbered={props.numbered ?? false} />
      <Show when={facts().length > 0 || approval().reason || props.lastWords}>
        <div class="ask-facts">
          <Show when={facts().length > 0}>
            <ul class="risks" aria-label="What to look at">
              <For each={facts()}>
                {(words) => (
                  <li>
                    <StateMark mark="waiting" label="" />
                    <span>{plainText(words)}</span>
                  </li>
                )}
              </For>
            </ul>
          </Show>
          <Show when={approval().reason ?? props.lastWords}>
            {(words) => (
              <blockquote class="why">
                <span class="label">
                  {approval().reason ? `Why, in ${props.agentName}’s words` : `Last words of ${props.agentName}`}
                </span>
                <p dir="auto">{plainText(words())}</p>
              </blockquote>
            )}
          </Show>
        </div>
      </Show>
    </div>
  )
}

const ofKind = <Kind extends ToolAction['kind']>(action: ToolAction | null, kind: Kind) =>
  action?.kind === kind ? (action as Extract<ToolAction, { kind: Kind }>) : undefined

function What(props: { ask: Ask; isShort: boolean; numbered: boolean }): JSX.Element {
  const [asJson, setAsJson] = createSignal(false)
  const approval = () => props.ask.approval()
  const action = () => (asJson() ? null : approval().action)
  return (
    <>
      <Switch fallback={<Input text={approval().input} />}>
        <Match when={!asJson() && approval().kind === 'question'}>
          <For each={approval().questions}>
            {(question, index) => (
              <Choice
                ask={props.ask}
                question={question}
                first={props.numbered ? firstNumber(approval().questions, index()) : undefined}
              />
            )}
          </For>
        </Match>
        <Match when={ofKind(action(), 'command')}>
          {(command) => (
            <pre class="command">
              <Show when={command().cwd ?? approval().folder}>
                {(folder) => <span class="quiet">{oneLine(folder())} </span>}
              </Show>
              <span class="quiet">$ </span>
              <CommandText text={plainText(command().command)} />
            </pre>
          )}
        </Match>
        <Match when={ofKind(action(), 'edit')}>
          {(edit) => (
            <div class="transcript-part">
              <Show when={edit().changes.length === 1}>
                <p class="file-head">
                  <code>{oneLine(edit().changes[0]!.path)}</code>
                </p>
              </Show>
              <EditView changes={edit().changes} />
            </div>
          )}
        </Match>
        <Match when={ofKind(action(), 'plan')}>
          {(plan) => (
            <div class="plan">
              <Prose text={plan().text} />
            </div>
          )}
        </Match>
      </Switch>
      <Show when={approval().action !== null && approval().input && !props.isShort}>
        <button class="link-button as-json" type="button" onClick={() => setAsJson((is) => !is)}>
          {asJson() ? 'Show what it does' : 'Show the call as JSON'}
        </button>
      </Show>
    </>
  )
}

/** What a tool was called with, whole. */
function Input(props: { text: string | null }) {
  return (
    <Show when={props.text} fallback={<p class="quiet">It does not say what it was called with.</p>}>
      {(text) => (
        <div class="transcript-part">
          <Well label="What it is called with">
            <ColouredCode text={plainText(text())} language={text().length < 30_000 ? 'json' : null} />
          </Well>
        </div>
      )}
    </Show>
  )
}

/** The number of the first option of a question, counted through all questions before it. */
const firstNumber = (questions: ApprovalQuestion[], index: number) =>
  1 + questions.slice(0, index).reduce((sum, { options }) => sum + options.length, 0)

/** A question with its options, and a field for words of one's own where the runtime takes them. */
function Choice(props: { ask: Ask; question: ApprovalQuestion; first: number | undefined }) {
  const name = createUniqueId()
  const isOff = () => !props.ask.takes('allow-once') || props.ask.whyNot() !== undefined || props.ask.isSent()
  return (
    <fieldset class="ask-choice" disabled={isOff()}>
      <legend>
        <Show when={props.question.title}>{(title) => <span class="label">{oneLine(title())}</span>}</Show>
        <span dir="auto">{plainText(props.question.text)}</span>
        <Show when={props.question.takesSeveral}>
          <span class="label">several may be chosen</span>
        </Show>
      </legend>
      <For each={props.question.options}>
        {(option, index) => (
          <label class="option">
            <input
              type={props.question.takesSeveral ? 'checkbox' : 'radio'}
              name={name}
              checked={props.ask.isChosen(props.question, option.label)}
              onChange={() => props.ask.choose(props.question, option.label)}
            />
            <Show when={props.first !== undefined && props.first + index() < 10}>
              <kbd>{props.first! + index()}</kbd>
            </Show>
            <b dir="auto">{plainText(option.label)}</b>
            <Show when={option.detail}>
              {(detail) => (
                <span class="quiet" dir="auto">
                  {plainText(detail())}
                </span>
              )}
            </Show>
          </label>
        )}
      </For>
      <Show when={props.question.takesText}>
        <input
          class="field own-words"
          type="text"
          aria-label={`An answer of your own to: ${oneLine(props.question.text)}`}
          placeholder="Or in your own words"
          value={props.ask.own(props.question)}
          onInput={(event) => props.ask.setOwn(props.question, event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && !event.isComposing && props.ask.allow()}
        />
      </Show>
    </fieldset>
  )
}
