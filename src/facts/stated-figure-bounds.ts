import { type Loss, must, or, orNull, withinBounds } from './bounds.ts'
import { choice, count, key, model, name, text, time, usd } from './kinds.ts'
import { type Runtime, runtimeLabels } from './runtimes.ts'
import { type CostWitness, costWitnesses, type StatedFigure } from './stated-figure.ts'

const checkFields = withinBounds<StatedFigure>({
  key: must(key),
  witness: must(choice<CostWitness>(costWitnesses)),
  runtime: must(choice<Runtime>(runtimeLabels)),
  provider: or(name, ''),
  model: or(model, ''),
  sessionKey: or(orEmpty(key), ''),
  counter: or(orEmpty(key), ''),
  since: must(time),
  at: must(time),
  usd: orNull(usd),
  tokens: orNull(count),
  saidAt: must(time),
  note: or(text, ''),
})

/**
 * The last check of every figure that a witness states: the figure within its bounds; undefined for one that says
 * nothing or cannot be placed. `lost` is told of each value that was cut or refused.
 */
export function checkFigure(figure: StatedFigure, lost: (loss: Loss) => void): StatedFigure | undefined {
  const checked = checkFields(figure, lost)
  if (!checked) return undefined
  if (checked.usd !== null || checked.tokens !== null) return checked
  lost({ field: 'usd', how: 'refused', what: 'an amount' })
  return undefined
}

function orEmpty(kind: typeof key): typeof key {
  return { what: kind.what, fit: (value) => (value === '' ? '' : kind.fit(value)) }
}
