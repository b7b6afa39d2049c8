import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { isAgent, type ModelChoice, type ModelDraft, modelPresets } from '../../../../src/ask/model-choice.ts'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { api, ask } from '../../../data/api.ts'
import { createAttempt } from '../../../data/create-attempt.ts'

const fresh: ModelDraft = {
  kind: 'endpoint',
  url: '',
  model: '',
  allowsPrivate: false,
  readsWords: false,
  dayUsd: 0.5,
  dayQuestions: 100,
}

/** Fills in where a model is and what it may be told, tries it without any of our data, and saves it. */
export function ModelForm(props: { model: ModelChoice | undefined; hasKey: boolean; onSaved(): Promise<void> }) {
  const { isOn = false, ...chosen } = props.model ?? { ...fresh, isOn: false }
  const [draft, setDraft] = createStore<ModelDraft>({ ...chosen })
  const [key, setKey] = createSignal('')
  const [result, setResult] = createSignal<{ words: string; isFine: boolean }>()
  const [isBusy, setBusy] = createSignal(false)
  const { problem, attempt } = createAttempt(() => void setBusy(false))
  /** What is typed in; a key that is not touched stays as it is. */
  const given = (): ModelDraft => ({
    ...draft,
    readsWords: draft.readsWords && !isAgent(draft),
    // A key goes to the address that it was entered for, and to no other.
    ...((key() !== '' || isElsewhere()) && { key: key() }),
  })
  const isElsewhere = () =>
    props.model !== undefined && URL.parse(props.model.url)?.origin !== URL.parse(draft.url)?.origin
  const isWhole = () => draft.url.trim() !== '' && draft.model.trim() !== ''

  function doing(act: () => Promise<unknown>) {
    setBusy(true)
    setResult(undefined)
    return attempt(act)
  }
  const test = () => doing(async () => setResult(await ask(api.ask.model.test.post(given()))))
  const save = () =>
    doing(async () => {
      await ask(api.ask.model.put(given()))
      if (!isOn && props.model === undefined) await ask(api.ask.model.on.put({ isOn: true }))
      setKey('')
      await props.onSaved()
    })

  return (
    <form
      class="channel-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <p class="row">
        <For each={modelPresets}>
          {({ name, kind, url, model, isPrivate }) => (
            <button
              class="button"
              type="button"
              onClick={() => setDraft({ kind, url, model, allowsPrivate: isPrivate })}
              title={url}
            >
              {name}
            </button>
          )}
        </For>
      </p>
      <div class="form">
        <label>
          Address, up to what stands before /chat/completions
          <input
            class="field"
            type="url"
            value={draft.url}
            placeholder="https://openrouter.ai/api/v1"
            maxLength={500}
            onInput={(event) => setDraft('url', event.currentTarget.value)}
          />
        </label>
        <label>
          Model
          <input
            class="field"
            value={draft.model}
            placeholder="as that address names it"
            maxLength={200}
            onInput={(event) => setDraft('model', event.currentTarget.value)}
          />
        </label>
        <label>
          Key
          <input
            class="field"
            type="password"
            autocomplete="off"
            value={key()}
            placeholder={props.hasKey && !isElsewhere() ? 'kept; type to replace it' : 'none'}
            maxLength={1_000}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        </label>
        <label class="time">
          Questions a day
          <input
            class="field"
            type="number"
            min="1"
            max="10000"
            value={draft.dayQuestions}
            onInput={(event) =>
              setDraft('dayQuestions', Math.max(1, Math.round(event.currentTarget.valueAsNumber) || 1))
            }
          />
        </label>
        <label class="time">
          Dollars a day
          <input
            class="field"
            type="number"
            min="0"
            step="0.1"
            value={draft.dayUsd ?? ''}
            placeholder="no limit"
            onInput={(event) => {
              const value = event.currentTarget.valueAsNumber
              setDraft('dayUsd', Number.isFinite(value) ? Math.max(0, value) : null)
            }}
          />
        </label>
        <label class="tick">
          <input
            type="checkbox"
            checked={draft.allowsPrivate}
            onChange={(event) => setDraft('allowsPrivate', event.currentTarget.checked)}
          />
          It is on this machine or in my own network
        </label>
        <Show
          when={!isAgent(draft)}
          fallback={
            <p class="quiet wide">
              An agent of the gateway answers, with its token as the key. It has tools of its own beside ours, so it is
              told names, sums and times only: choose one that may do little. Its endpoint must be switched on:{' '}
              <code>gateway.http.endpoints.chatCompletions.enabled</code>.
            </p>
          }
        >
          <label class="tick">
            <input
              type="checkbox"
              checked={draft.readsWords}
              onChange={(event) => setDraft('readsWords', event.currentTarget.checked)}
            />
            It may also read words: titles of sessions, and places in transcripts that it searches for
          </label>
        </Show>
      </div>
      <ProblemNote text={problem()} />
      <Show when={result()}>
        {(tried) => (
          <output class="test-result" data-ok={tried().isFine}>
            <StateMark mark={tried().isFine ? 'healthy' : 'stopped'} label="" />
            <span>{tried().words}</span>
          </output>
        )}
      </Show>
      <p class="row">
        <button class="button" data-kind="primary" type="submit" disabled={isBusy() || !isWhole()}>
          {props.model === undefined ? 'Save and switch on' : 'Save'}
        </button>
        <button class="button" type="button" disabled={isBusy() || !isWhole()} onClick={() => void test()}>
          Try it, without any of your data
        </button>
      </p>
    </form>
  )
}
