/**
 * The look of an agent is one text: the seed that chance draws it from, which is its id, and behind a `~` what a person
 * chose of it: `openclaw:ada~hair=bun,top=red`. Whoever draws it knows the parts and their names; here they are text.
 */

const maxParts = 12
const choicePattern = /^[A-Za-z]{1,24}=[A-Za-z0-9-]{1,24}(?:,[A-Za-z]{1,24}=[A-Za-z0-9-]{1,24})*$/

/** What a person chose, by the names of its parts. */
export type ChosenParts = Readonly<Record<string, string>>

/** The choice as text, `hair=bun,top=red`; null where nothing was chosen. */
export const choiceText = (parts: ChosenParts): string | null =>
  Object.entries(parts)
    .map(([part, name]) => `${part}=${name}`)
    .join(',') || null

/** Whether a text is a choice: at most twelve parts, each once. */
export function isChoiceText(text: string): boolean {
  const parts = text.split(',').map((pair) => pair.slice(0, pair.indexOf('=')))
  return choicePattern.test(text) && parts.length <= maxParts && new Set(parts).size === parts.length
}

export const lookWith = (seed: string, choice: string | null): string => (choice === null ? seed : `${seed}~${choice}`)

/** A look taken apart. What stands behind its last `~` and is no choice belongs to the seed. */
export function splitLook(look: string): { seed: string; parts: ChosenParts } {
  const at = look.lastIndexOf('~')
  const text = look.slice(at + 1)
  if (at < 0 || !isChoiceText(text)) return { seed: look, parts: {} }
  return {
    seed: look.slice(0, at),
    parts: Object.fromEntries(text.split(',').map((pair) => pair.split('=') as [string, string])),
  }
}
