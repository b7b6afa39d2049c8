import { createMemo, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { ToolAction } from '../../../../../src/facts/tool-action.ts'
import type { ToolResult, TranscriptItem } from '../../../../../src/facts/transcript.ts'
import { safeHref } from '../../../../../src/lib/markdown.ts'
import { plainText } from '../../../../../src/lib/plain-text.ts'
import { ColouredCode } from '../code/code-block.tsx'
import { maxDepth, useTranscript } from '../reader-context.ts'
import { Checklist } from './checklist.tsx'
import { EditView } from './edit.tsx'
import { TerminalText, Well } from './long-text.tsx'
import { Away } from './markdown.tsx'
import { Prose } from './message.tsx'
import { PictureView } from './picture.tsx'
import { prettyJson } from './pretty-json.ts'
import { languageOfPath, type ToolState } from './tool-kind.ts'
import { WholeText } from './whole-text.tsx'

type ToolItem = Extract<TranscriptItem, { kind: 'tool' }>

/** What a tool was called with and what came of it, shown as what it is; where that is not known, as JSON. */
export function ToolBody(props: { tool: ToolItem; state: ToolState }) {
  const [asJson, setAsJson] = createSignal(false)
  const action = () => (asJson() ? null : props.tool.action)
  return (
    <div class="wells">
      <Switch fallback={<InputAsJson tool={props.tool} />}>
        <Match when={ofKind(action(), 'command')}>
          {(command) => (
            <Show when={isLongCommand(command().command)}>
              <Well label="Command">
                <ColouredCode text={plainText(command().command)} language="bash" />
              </Well>
            </Show>
          )}
        </Match>
        <Match when={ofKind(action(), 'edit')}>{(edit) => <EditView changes={edit().changes} />}</Match>
        <Match when={ofKind(action(), 'web')}>
          {(web) => (
            <Show when={safeHref(web().url ?? '')}>
              {(href) => (
                <p class="tool-words">
                  <Away href={href()}>{href()}</Away>
                </p>
              )}
            </Show>
          )}
        </Match>
        <Match when={ofKind(action(), 'todos')}>{(todos) => <Checklist todos={todos().todos} />}</Match>
        <Match when={ofKind(action(), 'plan')}>
          {(plan) => (
            <div class="tool-words">
              <Prose text={plan().text} />
            </div>
          )}
        </Match>
        <Match when={ofKind(action(), 'question')}>{(asked) => <Questions questions={asked().questions} />}</Match>
        <Match when={ofKind(action(), 'subagent')}>{(subagent) => <SubagentBody action={subagent()} />}</Match>
        <Match when={ofKind(action(), 'read') ?? ofKind(action(), 'search')}>{null}</Match>
      </Switch>
      <Show when={props.tool.result} fallback={<NoResult state={props.state} />}>
        {(result) => <Result tool={props.tool} result={result()} action={action()} />}
      </Show>
      <Show when={props.tool.action && props.tool.input}>
        <button class="link-button as-json" type="button" onClick={() => setAsJson((is) => !is)}>
          {asJson() ? 'Show what it did' : 'Show the call as JSON'}
        </button>
      </Show>
    </div>
  )
}

function ofKind<Kind extends ToolAction['kind']>(action: ToolAction | null, kind: Kind) {
  return action?.kind === kind ? (action as Extract<ToolAction, { kind: Kind }>) : undefined
}

/** A command that its line has not room for. */
const isLongCommand = (command: string) => command.length > 70 || command.trim().includes('\n')

function InputAsJson(props: { tool: ToolItem }) {
  return (
    <Show when={props.tool.input}>
      {(input) => (
        <WholeText itemId={props.tool.id} part="input" text={input()}>
          {(shown) => (
            <Well label="Input">
              <ColouredCode text={plainText(shown())} language={shown().length < 30_000 ? 'json' : null} />
            </Well>
          )}
        </WholeText>
      )}
    </Show>
  )
}

function Result(props: { tool: ToolItem; result: ToolResult; action: ToolAction | null }) {
  /** What the call says already need not be said by its result. */
  const isSaid = () => {
    if (props.result.isError) return false
    switch (props.action?.kind) {
      case 'edit':
      case 'todos':
        return true
      case 'subagent':
        // Its transcript is there. What a program noted about the call is no answer.
        return prettyJson(props.result.text) !== undefined
      default:
        return false
    }
  }
  return (
    <>
      <Show when={!isSaid()}>
        <WholeText itemId={props.tool.id} part="result" text={props.result}>
          {(shown) => <ResultText text={shown()} action={props.action} isError={props.result.isError} />}
        </WholeText>
      </Show>
      <For each={props.result.pictures}>
        {(picture, number) => <PictureView itemId={props.tool.id} number={number()} picture={picture} />}
      </For>
    </>
  )
}

function ResultText(props: { text: string; action: ToolAction | null; isError: boolean }): JSX.Element {
  const json = createMemo(() => (props.action === null ? prettyJson(props.text) : undefined))
  const language = () => (props.action?.kind === 'read' ? languageOfPath(props.action.path) : null)
  return (
    <Switch fallback={<TerminalText label="Result" text={props.text.trim() === '' ? 'No output.' : props.text} />}>
      <Match when={!props.isError && props.action?.kind === 'subagent' && props.text.trim() !== ''}>
        <div class="tool-words">
          <Prose text={props.text} />
        </div>
      </Match>
      <Match when={!props.isError && language() && props.text.length < 60_000 && language()}>
        {(language) => (
          <Well label="Result">
            <ColouredCode text={plainText(props.text)} language={language()} />
          </Well>
        )}
      </Match>
      <Match when={json()}>
        {(json) => (
          <Well label="Result">
            <ColouredCode text={json()} language="json" />
          </Well>
        )}
      </Match>
    </Switch>
  )
}

function Questions(props: { questions: { question: string; options: string[] }[] }) {
  return (
    <div class="tool-words">
      <For each={props.questions}>
        {(asked) => (
          <>
            <p>{plainText(asked.question)}</p>
            <ul class="options">
              <For each={asked.options}>{(option) => <li>{plainText(option)}</li>}</For>
            </ul>
          </>
        )}
      </For>
    </div>
  )
}

function SubagentBody(props: { action: Extract<ToolAction, { kind: 'subagent' }> }) {
  const transcript = useTranscript()
  const href = () => `/sessions/${encodeURIComponent(props.action.sessionId ?? '')}`
  return (
    <>
      <Show when={props.action.task}>
        {(task) => (
          <div class="tool-words task">
            <Prose text={task()} />
          </div>
        )}
      </Show>
      <Show
        when={props.action.sessionId}
        fallback={<p class="quiet cut-note">Its transcript is not known, or not found yet.</p>}
      >
        {(sessionId) => (
          <Show
            when={transcript.depth < maxDepth}
            fallback={
              <p class="cut-note">
                <a href={href()}>Open its transcript</a>
              </p>
            }
          >
            <Dynamic component={transcript.Subagent} sessionId={sessionId()} />
          </Show>
        )}
      </Show>
    </>
  )
}

function NoResult(props: { state: ToolState }) {
  return <p class="quiet cut-note">{props.state === 'running' ? 'No result yet.' : 'No result was written.'}</p>
}
