import * as DropdownMenu from '@kobalte/core/dropdown-menu'
import { For, type JSX } from 'solid-js'

/** A few verbs behind a button; arrow keys walk through them. */
export function Menu(props: { label: string; items: { name: string; run(): void }[]; children: JSX.Element }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger class="icon-button" aria-label={props.label} title={props.label}>
        {props.children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <For each={props.items}>
            {(item) => (
              <DropdownMenu.Item class="menu-item" onSelect={item.run}>
                {item.name}
              </DropdownMenu.Item>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
