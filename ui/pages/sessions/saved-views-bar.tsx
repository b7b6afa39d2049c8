import Ellipsis from 'lucide-solid/icons/ellipsis'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, For, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import { Menu } from '../../components/menu.tsx'
import { Overlay } from '../../components/overlay.tsx'
import type { Filter } from './filter.ts'
import { writeFilter } from './filter.ts'
import { type createSavedViews, givenViews, tidyName, type View } from './saved-views.ts'

/** Views as tabs, each a link with how many sessions it holds; one's own stand behind those that are always there. */
export function SavedViewsBar(props: {
  filter: Filter
  views: ReturnType<typeof createSavedViews>
  countOf(search: string): number | undefined
  hrefOf(search: string): string
}) {
  const [naming, setNaming] = createSignal<{ view: View | undefined }>()
  /** The order of the rows does not make another view. */
  const here = () => writeFilter({ ...props.filter, sort: 'standing', dir: 'desc' })
  const all = () => [...givenViews, ...props.views.views()]
  const isKept = () => all().some(({ search }) => search === here() || search === writeFilter(props.filter))

  return (
    <nav class="views" aria-label="Views">
      <ul>
        <For each={all()}>
          {(view) => (
            <li data-here={view.search === here() ? '' : undefined}>
              <a href={props.hrefOf(view.search)} aria-current={view.search === here() ? 'page' : undefined}>
                <span class="cut" title={view.name}>
                  <bdi>{view.name}</bdi>
                </span>{' '}
                <Count count={props.countOf(view.search)} loud={view.name === 'Needs me'} />
              </a>
              <Show when={!givenViews.includes(view)}>
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
        <Show when={!isKept() && !props.views.isFull()}>
          <li>
            <button
              class="icon-button"
              type="button"
              title="Keep this filter as a view"
              aria-label="Keep this filter as a view"
              onClick={() => setNaming({ view: undefined })}
            >
              <Plus size={16} />
            </button>
          </li>
        </Show>
      </ul>
      <Show when={naming()}>
        {(naming) => (
          <Naming
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

function Count(props: { count: number | undefined; loud: boolean }) {
  return (
    <span class="count" data-loud={props.loud && (props.count ?? 0) > 0 ? '' : undefined}>
      {props.count === undefined ? '' : whole(props.count)}
    </span>
  )
}

function Naming(props: { view: View | undefined; onDone(name: string | undefined): void }) {
  const [name, setName] = createSignal(props.view?.name ?? '')
  const question = () => (props.view ? 'Rename this view' : 'Keep this filter as a view')
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
          <span class="quiet">Kept in this browser</span>
          <button class="button" type="button" onClick={() => props.onDone(undefined)}>
            Leave it
          </button>
          <button class="button" data-kind="primary" type="submit" disabled={!tidyName(name())}>
            {props.view ? 'Rename' : 'Keep'}
          </button>
        </footer>
      </form>
    </Overlay>
  )
}
