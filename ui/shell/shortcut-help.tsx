import X from 'lucide-solid/icons/x'
import { createMemo, For } from 'solid-js'
import { Overlay } from '../components/overlay.tsx'
import { preferences, setPreference } from '../platform/appearance.ts'
import { type Binding, bindings } from '../platform/keyboard.ts'
import { overlays } from './overlays.ts'

const groups: Binding['group'][] = ['This page', 'Go to', 'Everywhere']

const writtenOf = ({ keys, as }: Binding) => as ?? keys

/** The keys that do something on this page. The list is read from the bindings, so it has no key that does nothing. */
export function ShortcutHelp() {
  // Of several bindings of a key the latest runs, and is the first in the list.
  const distinct = createMemo(() =>
    bindings().filter((binding, at, all) => all.findIndex((one) => writtenOf(one) === writtenOf(binding)) === at),
  )
  const of = (group: Binding['group']) => distinct().filter((binding) => binding.group === group)
  return (
    <Overlay class="dialog shortcut-help" title="Keys" onClose={() => overlays.close('shortcuts')}>
      <header>
        <b aria-hidden="true">Keys</b>
        <button class="ghost-button" type="button" onClick={() => overlays.close('shortcuts')}>
          <X size={16} />
          <span class="hidden">Close</span>
        </button>
      </header>
      <div class="shortcut-groups">
        <For each={groups.filter((group) => of(group).length > 0)}>
          {(group) => (
            <section>
              <h3 class="label">{group}</h3>
              <dl>
                <For each={of(group)}>
                  {(binding) => (
                    <div>
                      <dt>
                        <For each={writtenOf(binding).split(' ')}>{(key) => <kbd>{key}</kbd>}</For>
                      </dt>
                      <dd>{binding.words}</dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
      </div>
      <footer>
        <label class="row">
          <input
            type="checkbox"
            checked={preferences().letters !== 'off'}
            onChange={(event) => setPreference('letters', event.currentTarget.checked ? 'on' : 'off')}
          />
          Single-key shortcuts. When off, only those with Ctrl work
        </label>
      </footer>
    </Overlay>
  )
}
