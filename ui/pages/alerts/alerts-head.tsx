import { A } from '@solidjs/router'
import { For, type JSX } from 'solid-js'

/** The head of the pages of alerts, with the way from one to the other. */
export function AlertsHead(props: { at: 'list' | 'rules'; open: number; children?: JSX.Element }) {
  const tabs = () =>
    [
      { at: 'list', href: '/alerts', words: `Incidents ${props.open}` },
      { at: 'rules', href: '/alerts/rules', words: 'Rules' },
    ] as const
  return (
    <nav class="alert-tabs" aria-label="Alerts">
      <For each={tabs()}>
        {({ at, href, words }) => (
          <A href={href} aria-current={props.at === at ? 'page' : undefined} end>
            {words}
          </A>
        )}
      </For>
      {props.children}
    </nav>
  )
}
