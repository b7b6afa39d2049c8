import { createUniqueId, Index } from 'solid-js'

/** A choice of a few options that are all visible. Arrow keys move through them. */
export function Segmented(props: {
  labelledBy: string
  describedBy?: string
  options: { value: string; name: string }[]
  value: string
  onChoose(value: string): void
}) {
  const group = createUniqueId()
  return (
    <fieldset class="segmented" aria-labelledby={props.labelledBy} aria-describedby={props.describedBy}>
      <Index each={props.options}>
        {(option) => (
          <label>
            <input
              type="radio"
              name={group}
              value={option().value}
              checked={props.value === option().value}
              onChange={() => props.onChoose(option().value)}
            />
            {option().name}
          </label>
        )}
      </Index>
    </fieldset>
  )
}
