import type { Runtime } from '../../facts/runtimes.ts'
import type { ContextRow, WindowOf } from '../../sessions/context.ts'

const usual = 200_000
const large = 1_000_000
const ofGemini = 1_048_576

type Known = { runtime?: Runtime; model: RegExp; window: number }

/**
 * Windows that the price book does not have, or that a runtime sets itself. Claude Code uses 200,000 tokens of these two
 * models unless the large window was chosen (the catalogue in its 2.1.332); Gemini CLI has one size for all
 * (`tokenLimits.ts` of its 0.30). The first that fits counts.
 */
const ownTable: Known[] = [
  { runtime: 'claude-code', model: /^claude-(opus|sonnet)-4-6\b/, window: usual },
  { model: /\bclaude-(opus|sonnet|haiku|fable)-([5-9]|\d\d)(-\d)?\b/, window: large },
  { runtime: 'gemini', model: /^gemini-/, window: ofGemini },
  { model: /\bgemini-(2\.5|3|3\.1)-pro\b/, window: ofGemini },
]

/**
 * The context windows of models: what the user states, else what the runtime states, else what is known of the model: by
 * our own table, else by the price book. A
 * context that holds more than the known window is in a larger one: that of Claude is known, another is not.
 */
export function createContextWindows(
  stated: Record<string, number>,
  bookWindow: (model: string) => number | null,
): WindowOf {
  const byName = new Map(Object.entries(stated).map(([model, window]) => [model.toLowerCase(), window]))

  const statedFor = (model: string) => {
    if (byName.size === 0) return undefined
    const name = model.toLowerCase()
    return byName.get(name) ?? byName.get(name.slice(name.lastIndexOf('/') + 1))
  }

  return ({ runtime, model, contextLimit, contextTokens }) => {
    const own = model === null ? undefined : statedFor(model)
    if (own !== undefined) return own
    if (contextLimit !== null) return contextLimit
    return model === null ? null : knownWindow({ runtime, model, contextTokens }, bookWindow)
  }
}

function knownWindow(
  { runtime, model, contextTokens }: Pick<ContextRow, 'runtime' | 'contextTokens'> & { model: string },
  bookWindow: (model: string) => number | null,
) {
  if (/\[1m\]$/i.test(model)) return large
  const own = ownTable.find((known) => (known.runtime ?? runtime) === runtime && known.model.test(model))
  const window = own?.window ?? bookWindow(model)
  if (window === null || (contextTokens ?? 0) <= window) return window
  return /\bclaude\b/.test(model) && contextTokens! <= large ? large : null
}
