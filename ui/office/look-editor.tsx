import { createMemo, createSignal, createUniqueId, Index, Show } from 'solid-js'
import { Overlay } from '../components/overlay.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { choiceOf, textOfChoice } from './art/look-choice.ts'
import { LookPicture } from './look-picture.tsx'
import { backToChance, type LookOption, type LookRow, lookWithPart, rowsOf, surprise } from './look-rows.ts'

/**
 * A dialog in which a person chooses how an agent looks. `onSave` is given the choice as the server keeps it, null for as
 * chance has it, and closes the dialog where that was kept; `problem` is why it was not.
 */
export function LookEditor(props: {
  name: string
  look: string
  problem: string | undefined
  onSave(choice: string | null): Promise<unknown>
  onClose(): void
}) {
  let form!: HTMLFormElement
  const [look, setLook] = createSignal(props.look)
  const [isSaving, setSaving] = createSignal(false)
  const rows = createMemo(() => rowsOf(look()))
  const choice = () => textOfChoice(choiceOf(look()).choice)

  async function submit(event: Event) {
    event.preventDefault()
    if (isSaving()) return
    setSaving(true)
    await props.onSave(choice())
    setSaving(false)
  }

  return (
    <Overlay
      class="dialog look-editor"
      title={`The look of ${props.name}`}
      onClose={props.onClose}
      focusFirst={() => form.querySelector<HTMLElement>(':checked') ?? form}
    >
      <form ref={form} onSubmit={submit}>
        <div class="look-sides">
          <div class="look-preview" data-theme="night" aria-hidden="true">
            <LookPicture look={look()} shows="figure" scale={4} />
            <LookPicture look={look()} shows="face" scale={4} />
            <b class="cut">{props.name}</b>
          </div>
          <div class="look-rows">
            <Index each={rows()}>
              {(row) => (
                <Row row={row()} onChoose={(value) => setLook((now) => lookWithPart(now, row().part, value))} />
              )}
            </Index>
          </div>
        </div>
        <ProblemNote text={props.problem} />
        <footer>
          <button type="button" class="button" onClick={() => setLook((now) => surprise(now, crypto.randomUUID()))}>
            Surprise me
          </button>
          <button type="button" class="button" disabled={choice() === null} onClick={() => setLook(backToChance)}>
            Back to chance
          </button>
          <span class="spring" />
          <button type="button" class="button" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" class="button" data-kind="primary" disabled={isSaving()}>
            Save
          </button>
        </footer>
      </form>
    </Overlay>
  )
}

/** One part of the look; arrow keys walk what it can be. */
function Row(props: { row: LookRow; onChoose(value: string | null): void }) {
  const group = createUniqueId()
  const worn = () => props.row.options.find(({ isWorn }) => isWorn)
  return (
    <fieldset class="look-row">
      <legend>
        {props.row.title} <span class="quiet">{worn()?.name}</span>
      </legend>
      <div class="look-options">
        <Index each={props.row.options}>
          {(option) => (
            <label title={option().name} data-shows={props.row.shows}>
              <input
                type="radio"
                class="hidden"
                name={group}
                aria-label={option().name}
                checked={option().isWorn}
                onChange={() => props.onChoose(option().value)}
              />
              <Picture option={option()} shows={props.row.shows} />
            </label>
          )}
        </Index>
      </div>
    </fieldset>
  )
}

function Picture(props: { option: LookOption; shows: LookRow['shows'] }) {
  return (
    <Show
      when={props.shows !== 'colour' && props.shows}
      fallback={<span class="look-swatch" style={{ background: props.option.colour ?? '' }} />}
    >
      {(shows) => <LookPicture look={props.option.look} shows={shows()} scale={2} />}
    </Show>
  )
}
