import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { ChannelView, Routing } from '../../../../src/notifications/channel.ts'
import type { ProviderInfo } from '../../../../src/notifications/provider.ts'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { api, ask } from '../../../data/api.ts'
import { createAttempt } from '../../../data/create-attempt.ts'
import { newRouting } from './notification-words.ts'
import { RoutingFields } from './routing-fields.tsx'

type TestResult = { isOk: boolean; words: string | null; status: number | null; answer: string | null; tookMs: number }

/** Fills in a channel of a provider, tests it before it is saved, and saves it. */
export function ChannelForm(props: {
  provider: ProviderInfo
  /** The channel that is changed; undefined for a new one. */
  channel: ChannelView | undefined
  kinds: readonly { id: string; name: string }[]
  onSaved(): void
  onClose(): void
}) {
  const { channel, provider } = props
  const [given, setGiven] = createStore<Record<string, string>>({
    ...Object.fromEntries(
      provider.fields.map(({ name, initial }) => [name, channel === undefined ? (initial ?? '') : '']),
    ),
    ...channel?.given,
  })
  const [name, setName] = createSignal(channel?.name ?? provider.name.slice(0, 60))
  const [allowsPrivate, setAllowsPrivate] = createSignal(channel?.allowsPrivate ?? false)
  const [routing, setRouting] = createSignal<Routing>(channel?.routing ?? newRouting())
  const [result, setResult] = createSignal<TestResult>()
  const [isBusy, setBusy] = createSignal(false)
  const { problem, attempt } = createAttempt(() => void setBusy(false))
  const hasAddress = () => provider.fields.some(({ kind }) => kind === 'server' || kind === 'host' || kind === 'url')
  const basics = () => ({
    provider: provider.id,
    name: name().trim() || provider.name,
    given: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    allowsPrivate: allowsPrivate(),
  })

  function doing(act: () => Promise<unknown>) {
    setBusy(true)
    setResult(undefined)
    return attempt(act)
  }
  const test = () =>
    doing(async () =>
      setResult(await ask(api.notifications.test.post({ ...basics(), ...(channel && { id: channel.id }) }))),
    )
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    return doing(async () => {
      const draft = { ...basics(), routing: routing() }
      if (channel) await ask(api.notifications.channels({ id: channel.id }).put(draft))
      else {
        const added = await ask(api.notifications.channels.post(draft))
        await ask(api.notifications.channels({ id: added.id }).on.put({ isOn: true }))
      }
      props.onSaved()
    })
  }

  return (
    <form class="channel-form" onSubmit={save} noValidate>
      <h2>{channel ? `Change ${channel.name}` : provider.name}</h2>
      <Show when={provider.about}>{(about) => <p class="quiet about">{about()}</p>}</Show>
      <Show when={provider.docs}>
        <p class="quiet about">
          <a href={provider.docs} target="_blank" rel="noreferrer">
            Documentation of {provider.name}
          </a>
        </p>
      </Show>
      <div class="form">
        <label>
          Name here
          <input
            class="field"
            maxlength="60"
            value={name()}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <For each={provider.fields}>
          {(field) => {
            const isSecret = field.kind === 'secret' || field.isSecret === true
            const isKept = () => isSecret && (channel?.secrets.includes(field.name) ?? false)
            const put = (value: string) => setGiven(field.name, value)
            return (
              <label class={field.kind === 'json' ? 'wide' : undefined}>
                <span>
                  {field.label}
                  <Show when={field.isOptional}> (optional)</Show>
                </span>
                <Switch
                  fallback={
                    <input
                      class="field mono"
                      type={isSecret && field.kind === 'secret' ? 'password' : 'text'}
                      autocomplete="off"
                      spellcheck={false}
                      maxlength="4000"
                      placeholder={isKept() ? 'kept; empty leaves it as it is' : (field.hint ?? '')}
                      value={given[field.name] ?? ''}
                      onInput={({ currentTarget }) => put(currentTarget.value)}
                    />
                  }
                >
                  <Match when={field.kind === 'choice'}>
                    <select
                      class="field"
                      value={given[field.name]}
                      onChange={({ currentTarget }) => put(currentTarget.value)}
                    >
                      <For each={field.options ?? []}>{(option) => <option value={option}>{option}</option>}</For>
                    </select>
                  </Match>
                  <Match when={field.kind === 'json'}>
                    <textarea
                      class="field mono"
                      rows="4"
                      spellcheck={false}
                      placeholder={field.hint}
                      value={given[field.name] ?? ''}
                      onInput={({ currentTarget }) => put(currentTarget.value)}
                    />
                  </Match>
                </Switch>
              </label>
            )
          }}
        </For>
        <Show when={hasAddress()}>
          <label class="tick">
            <input
              type="checkbox"
              checked={allowsPrivate()}
              onChange={({ currentTarget }) => setAllowsPrivate(currentTarget.checked)}
            />
            It may be in my own network
          </label>
        </Show>
      </div>
      <RoutingFields routing={routing()} kinds={props.kinds} canTellEnd={provider.tellsEnd} onChange={setRouting} />
      <ProblemNote text={problem()} />
      <Show when={result()}>
        {(result) => (
          <output class="test-result" data-ok={result().isOk}>
            <StateMark mark={result().isOk ? 'healthy' : 'stopped'} label="" />
            <span>
              {result().isOk
                ? `It took the test in ${result().tookMs} ms. ${result().words ?? 'Look whether it is there.'}`
                : result().words}
              <Show when={result().answer}>{(answer) => <code>{answer()}</code>}</Show>
            </span>
          </output>
        )}
      </Show>
      <div class="row buttons">
        <button class="button" type="button" disabled={isBusy()} onClick={test}>
          {isBusy() ? 'Waiting for it' : 'Send a test'}
        </button>
        <button class="button" data-kind="primary" type="submit" disabled={isBusy()}>
          {channel ? 'Save' : 'Add and switch on'}
        </button>
        <button class="button" type="button" onClick={props.onClose}>
          Cancel
        </button>
      </div>
      <p class="quiet about">
        <Show
          when={!provider.knowsRepeats}
          fallback={`Each notice has a key by which ${provider.name} recognizes what it had before.`}
        >
          {provider.name} does not recognize what it had before: if its answer is lost, a notice is sent once more.
        </Show>{' '}
        Secrets stay in a file of this machine that only you can read, and are never shown again.
      </p>
    </form>
  )
}
