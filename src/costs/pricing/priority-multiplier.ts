/** By how much a call with priority costs more, as providers publish it. */
const multipliers: [model: RegExp, times: number][] = [
  [/gpt-5\.5\b/, 2.5],
  [/gpt-5\.4\b/, 2],
  [/gpt-5\.3-codex\b/, 2],
  [/claude-opus-4-6\b/, 6],
  [/claude-opus-4-7\b/, 6],
  [/claude-opus-4-8\b/, 2],
]

/** Codex sells priority for twice the price where nothing else is known. */
const codexMultiplier = 2

/** How many times its price a call with priority costs; null where no provider says. */
export function priorityMultiplier(model: string, provider: string): number | null {
  const name = model.toLowerCase()
  const dashed = name.replace(/(?<=claude.*\d)\./g, '-')
  const known = multipliers.find(([pattern]) => pattern.test(dashed))
  if (known) return known[1]
  return provider.toLowerCase().startsWith('openai') || /^(gpt-|codex)/.test(name) ? codexMultiplier : null
}
