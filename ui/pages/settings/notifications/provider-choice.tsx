import { createMemo, createSignal, For, onMount, Show } from 'solid-js'
import type { ProviderInfo } from '../../../../src/notifications/provider.ts'

const groupNames: Record<ProviderInfo['group'], string> = {
  push: 'To a phone or desktop',
  chat: 'Into a chat',
  general: 'To something of your own',
  incident: 'To whoever is on duty',
  mail: 'By e-mail',
  phone: 'By text message',
  home: 'At home',
}
const order = Object.keys(groupNames) as ProviderInfo['group'][]

/** Chooses where notices should go, from a list that can be searched. */
export function ProviderChoice(props: {
  providers: readonly ProviderInfo[]
  onChoose(provider: ProviderInfo): void
  onClose(): void
}) {
  const [typed, setTyped] = createSignal('')
  let field!: HTMLInputElement
  onMount(() => field.focus())
  const found = createMemo(() => {
    const words = typed().trim().toLowerCase().split(/\s+/)
    return props.providers.filter(({ name, id, about }) =>
      words.every((word) => `${name} ${id} ${about ?? ''}`.toLowerCase().includes(word)),
    )
  })
  const groups = () =>
    order.flatMap((group) => {
      const items = found().filter((provider) => provider.group === group)
      return items.length === 0 ? [] : [{ name: groupNames[group], items }]
    })
  return (
    <div class="provider-choice">
      <div class="row">
        <input
          ref={field}
          class="field"
          type="search"
          aria-label="Search providers"
          placeholder={`Search ${props.providers.length} providers`}
          value={typed()}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && found().length > 0) props.onChoose(found()[0]!)
            if (event.key === 'Escape') props.onClose()
          }}
        />
        <button class="button" type="button" onClick={props.onClose}>
          Cancel
        </button>
      </div>
      <For each={groups()}>
        {(group) => (
          <section>
            <h2 class="label">{group.name}</h2>
            <ul>
              <For each={group.items}>
                {(provider) => (
                  <li>
                    <button class="button" type="button" onClick={() => props.onChoose(provider)}>
                      {provider.name}
                    </button>
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </For>
      <Show when={found().length === 0}>
        <p class="quiet">Nothing is called that. A webhook reaches everything that takes a request.</p>
      </Show>
    </div>
  )
}
