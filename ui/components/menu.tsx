import * as DropdownMenu from '@kobalte/core/dropdown-menu'
import { For, type JSX } from 'solid-js'

/** A menu of actions behind a button. Arrow keys move through it. */
export function Menu(props: {
  label: string
  /** The look of the button; by default that of an icon. */
  class?: string
  items: { name: string; run(): void }[]
  children: JSX.Element
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger class={props.class ?? 'icon-button'} aria-label={props.label} title={props.label}>
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
