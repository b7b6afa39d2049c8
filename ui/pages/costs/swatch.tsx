/** The colour of a layer of the chart, beside its name. */
export const Swatch = (props: { ink: string }) => (
  <i class="swatch" aria-hidden="true" style={{ background: `var(--${props.ink})` }} />
)
