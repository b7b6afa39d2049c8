import { createSignal, createUniqueId, For, Match, Show, Switch } from 'solid-js'
import { holdsMark } from '../../../src/gateways/config-change.ts'
import type { SchemaNode } from '../../../src/gateways/schema-node.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import type { Gateways } from './create-gateways.ts'

const reloads = {
  restart: 'The gateway restarts for it.',
  hot: 'It is taken over while the gateway runs.',
  none: 'It is taken over while the gateway runs.',
} as const

/** The path that the gateway's schema can be asked for. */
const askable = /^[A-Za-z0-9_./[\]\-*]+$/

/** One value: what the gateway's schema says of it, and a field of its kind. */
export function ValueEditor(props: {
  gateways: Gateways
  path: string[]
  value: unknown
  was: unknown
  onPut(value: unknown, path?: string[]): void
  onOpen(path: string[]): void
  onClose(): void
}) {
  const id = createUniqueId()
  const words = () => props.path.join('.')
  const lookup = (path: () => string) =>
    createQuery({
      key: () => {
        const gateway = props.gateways.reachable()
        return gateway === undefined || !askable.test(path())
          ? undefined
          : (['gateways/schema', gateway, path()] as const)
      },
      fetcher: async ([, id, path], signal) =>
        (await ask(api.gateways({ id }).schema.get({ query: { path }, fetch: { signal } }))).node,
      keepPrevious: false,
    })
  const node = lookup(words)
  const around = lookup(() => props.path.slice(0, -1).join('.') || '.')
  const isHidden = () => holdsMark(props.value)
  const missing = () =>
    (around.data()?.children ?? []).filter(({ key, hasChildren }) => !hasChildren && key !== props.path.at(-1))

  return (
    <section class="panel config-value" aria-labelledby={id}>
      <header>
        <h2 id={id} class="mono cut">
          {words()}
        </h2>
        <button class="button end" type="button" onClick={props.onClose}>
          Close
        </button>
      </header>
      <div class="content">
        <Show when={node.data()?.title}>
          {(title) => (
            <p>
              <b>{title()}</b>
            </p>
          )}
        </Show>
        <p class="quiet">
          {node.data()?.help ||
            (node.isAsking() ? 'Asking the gateway what it means…' : 'The gateway says nothing about it.')}
        </p>
        <Show when={node.data()?.reload}>{(reload) => <p class="quiet">{reloads[reload()]}</p>}</Show>
        <Show when={isHidden()}>
          <p class="note">
            <StateMark mark="idle" label="" /> A secret stands here. Leave it, or write a new one.
          </p>
        </Show>
        <Field
          label={words()}
          node={node.data() ?? undefined}
          value={props.value}
          readOnly={!props.gateways.mayChange()}
          onPut={(value) => props.onPut(value)}
        />
        <Show when={props.gateways.mayChange()}>
          <div class="row">
            <button
              class="button"
              type="button"
              disabled={props.value === undefined}
              onClick={() => props.onPut(undefined)}
            >
              Take it out
            </button>
            <button
              class="button"
              type="button"
              disabled={JSON.stringify(props.value) === JSON.stringify(props.was)}
              onClick={() => props.onPut(props.was)}
            >
              As it was
            </button>
          </div>
        </Show>
        <Show when={missing().length > 0}>
          <details class="around">
            <summary>
              Beside it <span class="quiet">{missing().length} more values that can be set</span>
            </summary>
            <ul class="rows">
              <For each={missing()}>
                {(child) => (
                  <li>
                    <button
                      class="link-button mono"
                      type="button"
                      onClick={() => props.onOpen([...props.path.slice(0, -1), child.key])}
                    >
                      {child.key}
                    </button>
                    <span class="quiet cut" title={child.help}>
                      {child.title}
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </details>
        </Show>
      </div>
    </section>
  )
}

/** A field that fits a value: a choice, a switch, a number, a line, or JSON for everything else. */
function Field(props: {
  label: string
  node: SchemaNode | undefined
  value: unknown
  readOnly: boolean
  onPut(value: unknown): void
}) {
  const kind = (): SchemaNode['type'] => {
    const type = props.node?.type ?? 'json'
    if (type !== 'json') return type
    // An older schema does not say: then a value stays what it is.
    if (typeof props.value === 'boolean') return 'flag'
    if (typeof props.value === 'number') return 'number'
    return typeof props.value === 'string' ? 'text' : 'json'
  }
  const [wrong, setWrong] = createSignal<string>()
  function typeNumber(text: string) {
    const number = Number(text)
    if (text.trim() === '' || !Number.isFinite(number)) return setWrong('This is no number.')
    setWrong(undefined)
    props.onPut(number)
  }
  function typeJson(text: string) {
    try {
      props.onPut(JSON.parse(text))
      setWrong(undefined)
    } catch {
      setWrong('This is no JSON yet: a text stands in double quotes.')
    }
  }
  const asText = () => (props.value === undefined ? '' : String(props.value))
  return (
    <div class="value-field">
      <Switch>
        <Match when={kind() === 'enum'}>
          <select
            class="field"
            aria-label={props.label}
            disabled={props.readOnly}
            value={asText()}
            onChange={({ currentTarget }) =>
              props.onPut(props.node!.options.find((option) => String(option) === currentTarget.value))
            }
          >
            <Show when={!props.node!.options.some((option) => String(option) === asText())}>
              <option value={asText()}>{props.value === undefined ? 'not set' : asText()}</option>
            </Show>
            <For each={props.node!.options}>{(option) => <option value={String(option)}>{option}</option>}</For>
          </select>
        </Match>
        <Match when={kind() === 'flag'}>
          <label class="with-files">
            <input
              type="checkbox"
              disabled={props.readOnly}
              checked={props.value === true}
              onChange={({ currentTarget }) => props.onPut(currentTarget.checked)}
            />
            {props.label.split('.').at(-1)}
          </label>
        </Match>
        <Match when={kind() === 'number'}>
          <input
            class="field mono"
            inputmode="decimal"
            aria-label={props.label}
            aria-invalid={wrong() !== undefined}
            readOnly={props.readOnly}
            value={asText()}
            onInput={({ currentTarget }) => typeNumber(currentTarget.value)}
          />
        </Match>
        <Match when={kind() === 'text'}>
          <input
            class="field mono"
            aria-label={props.label}
            autocomplete="off"
            spellcheck={false}
            readOnly={props.readOnly}
            value={asText()}
            onInput={({ currentTarget }) => props.onPut(currentTarget.value)}
          />
        </Match>
        <Match when={true}>
          <textarea
            class="field mono"
            rows={10}
            aria-label={props.label}
            aria-invalid={wrong() !== undefined}
            spellcheck={false}
            readOnly={props.readOnly}
            onInput={({ currentTarget }) => typeJson(currentTarget.value)}
          >
            {props.value === undefined ? '' : JSON.stringify(props.value, null, 2)}
          </textarea>
        </Match>
      </Switch>
      <p class="quiet" aria-live="polite">
        {wrong()}
      </p>
    </div>
  )
}
