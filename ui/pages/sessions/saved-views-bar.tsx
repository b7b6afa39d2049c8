import Ellipsis from 'lucide-solid/icons/ellipsis'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, For, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import { Menu } from '../../components/menu.tsx'
import { Overlay } from '../../components/overlay.tsx'
import type { Filter } from './filter.ts'
import { writeFilter } from './filter-address.ts'
import { builtInViews, type createSavedViews, needsView, tidyName, type View } from './saved-views.ts'

/** Views as tabs: each is a link with the number of its sessions. Saved views stand behind the built-in ones. */
export function SavedViewsBar(props: {
  filter: Filter
  views: ReturnType<typeof createSavedViews>
  countOf(search: string): number | undefined
  hrefOf(search: string): string
}) {
  const [naming, setNaming] = createSignal<{ view: View | undefined }>()
  /** The address of the filter as a view, which has no order of rows. */
  const current = () => writeFilter({ ...props.filter, sort: 'standing', dir: 'desc' })
  const all = () => [...builtInViews, ...props.views.views()]
  const isSaved = () => all().some(({ search }) => search === current() || search === writeFilter(props.filter))

  return (
    <nav class="views" aria-label="Views">
      <ul>
        <For each={all()}>
          {(view) => (
            <li data-here={view.search === current() ? '' : undefined}>
              <a href={props.hrefOf(view.search)} aria-current={view.search === current() ? 'page' : undefined}>
                <span class="cut" title={view.name}>
                  <bdi>{view.name}</bdi>
                </span>{' '}
                <Count count={props.countOf(view.search)} isAlert={view.search === needsView.search} />
              </a>
              <Show when={!builtInViews.includes(view)}>
                <Menu
                  label={`What to do with ${view.name}`}
                  items={[
                    { name: 'Rename', run: () => setNaming({ view }) },
                    { name: 'Delete', run: () => props.views.remove(view) },
                  ]}
                >
                  <Ellipsis size={14} />
                </Menu>
              </Show>
            </li>
          )}
        </For>
        <Show when={!isSaved() && !props.views.isFull()}>
          <li>
            <button
              class="icon-button"
              type="button"
              title="Save this filter as a view"
              aria-label="Save this filter as a view"
              onClick={() => setNaming({ view: undefined })}
            >
              <Plus size={16} />
            </button>
          </li>
        </Show>
      </ul>
      <Show when={naming()}>
        {(naming) => (
          <ViewNameDialog
            view={naming().view}
            onDone={(name) => {
              const { view } = naming()
              setNaming(undefined)
              if (name === undefined) return
              if (view) props.views.rename(view, name)
              else props.views.add(name, props.filter)
            }}
          />
        )}
      </Show>
    </nav>
  )
}

function Count(props: { count: number | undefined; isAlert: boolean }) {
  return (
    <span class="count" data-alert={props.isAlert && (props.count ?? 0) > 0 ? '' : undefined}>
      {props.count === undefined ? '' : whole(props.count)}
    </span>
  )
}

function ViewNameDialog(props: { view: View | undefined; onDone(name: string | undefined): void }) {
  const [name, setName] = createSignal(props.view?.name ?? '')
  const question = () => (props.view ? 'Rename this view' : 'Save this filter as a view')
  let field!: HTMLInputElement
  return (
    <Overlay class="dialog naming" title={question()} focusFirst={() => field} onClose={() => props.onDone(undefined)}>
      <form
        class="question"
        onSubmit={(event) => {
          event.preventDefault()
          if (tidyName(name())) props.onDone(tidyName(name()))
        }}
      >
        <div>
          <b aria-hidden="true">{question()}</b>
          <label>
            <span>Name</span>
            <input
              ref={field}
              class="field"
              maxlength={40}
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
        </div>
        <footer>
          <span class="quiet">Saved in this browser</span>
          <button class="button" type="button" onClick={() => props.onDone(undefined)}>
            Cancel
          </button>
          <button class="button" data-kind="primary" type="submit" disabled={!tidyName(name())}>
            {props.view ? 'Rename' : 'Save'}
          </button>
        </footer>
      </form>
    </Overlay>
  )
}
