import { createMemo, createSignal, For, Show } from 'solid-js'
import { maxTagLength, maxTags, tagOf } from '../../../src/annotations/annotation.ts'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { FormDialog } from '../../components/form-dialog.tsx'

const shownTags = 30

/** The tags of some sessions: a tag that is pressed is given to all of them, one that is let go is taken from all. */
export function TagDialog(props: {
  items: SessionItem[]
  knownTags: readonly string[]
  onDone(change: { add: string[]; remove: string[] } | undefined): void
}) {
  const [typed, setTyped] = createSignal('')
  /** Tags by what was decided about them here. */
  const [decided, setDecided] = createSignal<ReadonlyMap<string, boolean>>(new Map())
  const countOf = (tag: string) => props.items.filter((item) => item.annotation?.tags.includes(tag)).length
  const before = (tag: string) => {
    const count = countOf(tag)
    return count === 0 ? 'false' : count === props.items.length ? 'true' : 'mixed'
  }
  const pressed = (tag: string) => {
    const now = decided().get(tag)
    return now === undefined ? before(tag) : now ? 'true' : 'false'
  }
  const own = createMemo(() => [...new Set(props.items.flatMap((item) => item.annotation?.tags ?? []))].sort())
  const shown = () => [...new Set([...own(), ...decided().keys(), ...props.knownTags.slice(0, shownTags)])]
  /** A comma ends a tag: a space is a part of it. */
  const words = () =>
    typed()
      .split(',')
      .map((text) => text.trim())
      .filter(Boolean)
  /** How tags are kept, where that is not how they were typed. */
  const kept = () => words().flatMap((word) => (tagOf(word) === undefined || tagOf(word) === word ? [] : tagOf(word)!))
  const wrong = () => words().find((word) => tagOf(word) === undefined)
  let field!: HTMLInputElement

  const decide = (tag: string, isOn: boolean) => setDecided((all) => new Map(all).set(tag, isOn))
  function take() {
    if (wrong() !== undefined) return false
    for (const word of words()) decide(tagOf(word)!, true)
    setTyped('')
    return true
  }

  return (
    <FormDialog
      title={props.items.length === 1 ? 'Tags of this session' : `Tags of ${props.items.length} sessions`}
      description={`Separate tags with commas. Spaces become dashes. Up to ${maxTags} for each session.`}
      focusFirst={() => field}
      onClose={() => props.onDone(undefined)}
      onSubmit={() => {
        if (!take()) return
        const changes = [...decided()].filter(([tag, isOn]) => before(tag) !== String(isOn))
        const add = changes.filter(([, isOn]) => isOn).map(([tag]) => tag)
        const remove = changes.filter(([, isOn]) => !isOn).map(([tag]) => tag)
        props.onDone(add.length + remove.length === 0 ? undefined : { add, remove })
      }}
      buttons={
        <>
          <button class="button" type="button" onClick={() => props.onDone(undefined)}>
            Cancel
          </button>
          <button class="button" data-kind="primary" type="submit">
            Save tags
          </button>
        </>
      }
    >
      <label>
        <span class="hidden">New tags</span>
        <input
          ref={field}
          class="field"
          placeholder="release, night shift"
          maxlength={400}
          value={typed()}
          aria-invalid={wrong() !== undefined}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            if (typed().endsWith(',')) take()
          }}
        />
      </label>
      <Show when={kept().length > 0}>
        <output class="quiet">
          Saved as <b>{kept().join(', ')}</b>: lower case, with dashes for spaces.
        </output>
      </Show>
      <Show when={wrong()}>
        {(word) => (
          <p class="problem" role="alert">
            “{word()}” cannot be a tag: at most {maxTagLength} characters, no star or quotation mark, no dash before it.
          </p>
        )}
      </Show>
      <div class="tag-choices">
        <For each={shown()}>
          {(tag) => (
            <button
              class="tag-choice"
              type="button"
              aria-pressed={pressed(tag) as 'true' | 'false' | 'mixed'}
              title={pressed(tag) === 'mixed' ? `${countOf(tag)} of ${props.items.length} have it` : undefined}
              onClick={() => decide(tag, pressed(tag) !== 'true')}
            >
              <bdi class="cut">{tag}</bdi>
            </button>
          )}
        </For>
      </div>
    </FormDialog>
  )
}
