/**
 * A seeded generator of random numbers (mulberry32). Its whole state is one number, so a world that holds it is plain
 * data.
 */
export type Random = { state: number }

export const seeded = (seed: number): Random => ({ state: seed >>> 0 })

/** A number from 0 up to, but not including, 1. */
export function roll(random: Random): number {
  random.state = (random.state + 0x6d2b79f5) >>> 0
  let mixed = random.state
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

/** A whole number from `low` to `high`, both included. */
export const between = (random: Random, low: number, high: number) => low + Math.floor(roll(random) * (high - low + 1))

export const chance = (random: Random, probability: number) => roll(random) < probability

export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(roll(random) * list.length)]!

/** An element of `list`, chosen by weight. */
export function pickWeighted<T>(random: Random, list: readonly T[], weightOf: (item: T) => number): T {
  let left = roll(random) * list.reduce((sum, item) => sum + weightOf(item), 0)
  for (const item of list) {
    left -= weightOf(item)
    if (left < 0) return item
  }
  return list[list.length - 1]!
}

/** The same elements in another order. */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const all = [...list]
  for (let last = all.length - 1; last > 0; last--) {
    const other = between(random, 0, last)
    ;[all[last], all[other]] = [all[other]!, all[last]!]
  }
  return all
}

export function hex(random: Random, digits: number): string {
  let text = ''
  while (text.length < digits) text += (0x1_0000_0000 + Math.floor(roll(random) * 0x1_0000_0000)).toString(16).slice(1)
  return text.slice(0, digits)
}

/** A text in the form of a version 4 UUID. */
export function uuid(random: Random): string {
  const digits = hex(random, 32)
  const variant = '89ab'[Number.parseInt(digits[16]!, 16) & 3]
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`
}

/** Replaces each `{12-90}` in a text by a random number. */
export function fill(random: Random, text: string): string {
  const parts = templates.get(text) ?? text.split(/\{(\d+)-(\d+)\}/)
  templates.set(text, parts)
  let filled = parts[0]!
  for (let index = 1; index < parts.length; index += 3) {
    filled += between(random, Number(parts[index]), Number(parts[index + 1])) + parts[index + 2]!
  }
  return filled
}

/** Parsed templates, because long results repeat one line many times. */
const templates = new Map<string, string[]>()
