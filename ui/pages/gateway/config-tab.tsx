import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show } from 'solid-js'
import { changeLines } from '../../../src/gateways/config-change.ts'
import { Finder } from '../../components/finder.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { bindKeys } from '../../platform/keyboard.ts'
import { isFound, leavesOf, shortValue, valueAt } from './config-leaves.ts'
import { createDraft } from './create-draft.ts'
import type { Gateways } from './create-gateways.ts'
import { ValueEditor } from './value-editor.tsx'

/** So many values are listed at once; words narrow them. */
const maxListed = 300

/** The configuration of a gateway: found by words, changed value by value or as JSON, saved once its diff was seen. */
export function ConfigTab(props: { gateways: Gateways }) {
  const draft = createDraft(props.gateways)
  const label = createUniqueId()
  const [as, setAs] = createSignal<'values' | 'json'>('values')
  const [q, setQ] = createSignal('')
  const [chosen, setChosen] = createSignal<string[]>()
  const leaves = createMemo(() => leavesOf(draft.draft()))
  const found = createMemo(() => leaves().filter((leaf) => isFound(leaf, q().trim())))
  const changed = createMemo(() => new Set(draft.changes().map(({ path }) => path.join('.'))))
  bindKeys([
    {
      keys: 'Escape',
      words: 'Close the value',
      group: 'This page',
      run: () => setChosen(undefined),
    },
  ])

  return (
    <>
      <div class="panel config-bar">
        <Finder q={q()} words="Find a value" label="Find a value" onChange={setQ} />
        <span id={label} class="hidden">
          How the configuration is shown
        </span>
        <Segmented
          labelledBy={label}
          options={[
            { value: 'values', name: 'Values' },
            { value: 'json', name: 'JSON' },
          ]}
          value={as()}
          onChoose={(value) => setAs(value as 'values' | 'json')}
        />
        <span class="quiet cut" title={draft.query.data()?.file ?? undefined}>
          {draft.query.data()?.file}
        </span>
      </div>
      <ProblemNote text={props.gateways.problem() ?? draft.query.problem()?.message} />
      <Show when={draft.query.data()?.isValid === false}>
        <p class="problem">
          <StateMark mark="stopped" label="" />
          <span>
            The gateway says that this configuration is not valid ({draft.query.data()!.issues} issues). Run `openclaw
            config validate` there.
          </span>
        </p>
      </Show>
      <div class="config-body" data-as={as()} data-open={chosen() === undefined ? undefined : ''}>
        <Show when={as() === 'values'} fallback={<JsonEditor gateways={props.gateways} draft={draft} />}>
          <section class="panel config-list" aria-label="Values">
            <Show
              when={found().length > 0}
              fallback={
                <p class="empty">
                  {draft.query.data()
                    ? 'No value has these words.'
                    : draft.query.problem()
                      ? ''
                      : 'Asking the gateway…'}
                </p>
              }
            >
              <ul>
                <For each={found().slice(0, maxListed)}>
                  {(leaf) => (
                    <li>
                      <button
                        type="button"
                        aria-pressed={chosen()?.join('.') === leaf.words}
                        data-changed={changed().has(leaf.words) ? '' : undefined}
                        onClick={() => setChosen(leaf.path)}
                      >
                        <span class="mono cut">{leaf.words}</span>
                        <span class="quiet cut">{shortValue(leaf.value)}</span>
                      </button>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </section>
          <Show
            when={chosen()?.join('.')}
            keyed
            fallback={
              <section class="panel config-value">
                <p class="empty">
                  Choose a value to see what it means. [hidden] stands where a secret is; it never leaves the gateway's
                  machine.
                </p>
              </section>
            }
          >
            {(_words) => (
              <ValueEditor
                gateways={props.gateways}
                path={chosen()!}
                value={valueAt(draft.draft(), chosen()!)}
                was={valueAt(draft.config(), chosen()!)}
                onPut={(value, path = chosen()!) => draft.put(path, value)}
                onOpen={setChosen}
                onClose={() => setChosen(undefined)}
              />
            )}
          </Show>
        </Show>
      </div>
      <Show when={draft.changes().length > 0}>
        <section class="panel config-save" aria-label="Not saved yet">
          <pre class="diff" tabindex="0">
            <For each={changeLines(draft.changes()).split('\n')}>
              {(line) => <span data-line={line.startsWith('+') ? 'added' : 'removed'}>{line}</span>}
            </For>
          </pre>
          <div class="row">
            <span class="quiet" aria-live="polite">
              {draft.changes().length === 1 ? 'one value is changed' : `${draft.changes().length} values are changed`}
            </span>
            <button class="button" type="button" onClick={draft.drop}>
              Undo all
            </button>
            <button class="button" data-kind="primary" type="button" onClick={draft.save}>
              Review and save…
            </button>
          </div>
        </section>
      </Show>
    </>
  )
}

/** The whole as JSON. What is no JSON stays in the field and changes nothing. */
function JsonEditor(props: { gateways: Gateways; draft: ReturnType<typeof createDraft> }) {
  const pretty = () => JSON.stringify(props.draft.draft(), null, 2)
  const [text, setText] = createSignal(pretty())
  const [wrong, setWrong] = createSignal<string>()
  // What comes from elsewhere is shown, as long as nothing was typed that cannot be read.
  createEffect(
    on(props.draft.draft, () => wrong() === undefined && sameJson(text(), pretty()) === false && setText(pretty()), {
      defer: true,
    }),
  )
  function type(next: string) {
    setText(next)
    try {
      const read: unknown = JSON.parse(next)
      if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new Error('It has to be a record.')
      setWrong(undefined)
      props.draft.putAll(read as Record<string, unknown>)
    } catch (error) {
      setWrong(`This is no JSON yet: ${(error as Error).message}`)
    }
  }
  return (
    <section class="panel config-json">
      <label>
        <span class="hidden">The configuration as JSON</span>
        <textarea
          class="field mono"
          spellcheck={false}
          readOnly={!props.gateways.mayChange()}
          aria-invalid={wrong() !== undefined}
          value={text()}
          onInput={(event) => type(event.currentTarget.value)}
        />
      </label>
      <p class="quiet" aria-live="polite">
        {wrong() ?? '[hidden] stands where a secret is. Left as it is, it is never written.'}
      </p>
    </section>
  )
}

function sameJson(a: string, b: string): boolean {
  try {
    return JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b))
  } catch {
    // One of them is being typed.
    return false
  }
}
