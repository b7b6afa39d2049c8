/** The palette of the office: ramps from dark to light, shadows drift to violet and lights to yellow. */
const ramps = {
  ink: '120e1e 1f1931 332a4d',
  slate: '4c466c 6d6b90 9598b4 bec5d6 e3e8ec fcf9f0',
  wood: '44283a 693b42 965547 bf7d50 dfab69 f5d79b',
  plank: '693b42 805046 965547',
  skin: '965547 cf8370 f2b78f ffe0c0',
  red: '5a1a3c 9a2745 da3f42 f7775a f2b78f',
  gold: 'b0562d e68f38 f8c64e fdf0a4',
  green: '153941 206150 3c9057 7bbf5b c5e179',
  teal: '174f68 23889a 4fc9be b6f3db',
  blue: '222a5a 315099 4283d6 76bbf2 c0e8fa',
  purple: '42265e 743f98 ae69c9 ffc0c4',
  pink: 'b24a78 ee7f98 ffc0c4',
}

/** What an avatar decides: skin or fur, hair, top, trousers, accent, shoes, eyes; four steps each, 0 is the lightest. */
export const slots = ['sk', 'ha', 'to', 'bo', 'ac', 'sh', 'ey'] as const
export type Slot = (typeof slots)[number]
export type Ramp = readonly string[]

const firstSlot = 64
const stepsOfSlot = 4
const names = ['none']
const hexes = ['000000']
for (const [ramp, list] of Object.entries(ramps))
  for (const [step, hex] of list.split(' ').entries()) {
    names.push(`${ramp}${step}`)
    hexes.push(hex)
  }
const numbers = new Map(names.map((name, number) => [name, number]))
for (const [k, slot] of slots.entries())
  for (let step = 0; step < stepsOfSlot; step++) numbers.set(`${slot}${step}`, firstSlot + k * stepsOfSlot + step)

/** The numbers of all colours, those of slots too. */
export const everyColour: readonly number[] = [...numbers.values()].filter(Boolean)

/** The number of a colour in a picture; 0 is transparent. */
export function colour(name: string): number {
  const number = numbers.get(name)
  if (number === undefined) throw new Error(`No colour is called ${name}`)
  return number
}

/** Whether it is the name of a colour of the palette. */
export const isColour = (name: string) => names.includes(name, 1)

export type Rgb = readonly [number, number, number]

const rgbOf = (hex: string): Rgb => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as never
export const rgb = (name: string): Rgb => rgbOf(hexes[colour(name)]!)

const split = (number: number) => {
  const [, ramp, step] = /^(\D+)(\d+)$/.exec(names[number]!)!
  return { ramp: ramp!, step: Number(step) }
}

/** The next darker step of the same ramp. */
export function darker(number: number): number {
  if (number >= firstSlot) return (number - firstSlot) % stepsOfSlot < 3 ? number + 1 : number
  const { ramp, step } = split(number)
  if (step > 0) return colour(`${ramp}${step - 1}`)
  return ramp === 'ink' ? number : colour('ink1')
}

/** The next lighter step of the same ramp. */
export function lighter(number: number): number {
  if (number >= firstSlot) return (number - firstSlot) % stepsOfSlot > 0 ? number - 1 : number
  const { ramp, step } = split(number)
  return numbers.get(`${ramp}${step + 1}`) ?? number
}

/** Whether a colour is one of an avatar's. */
export const isOfSlot = (number: number) => number >= firstSlot

/** What a step makes of each colour, to look it up by number. */
export function nextColours(step: (number: number) => number): Uint8Array {
  const table = new Uint8Array(Math.max(...everyColour) + 1)
  for (const number of everyColour) table[number] = step(number)
  return table
}

const outlines: Record<string, string> = {
  slate: 'ink2',
  ink: 'ink0',
  skin: 'wood0',
  pink: 'red0',
  gold: 'wood1',
  plank: 'wood0',
}

/** The colour of the outline of a fill: the darkest step of its ramp, ink for greys. */
export function outlineOf(number: number): number {
  if (number >= firstSlot) return number - ((number - firstSlot) % stepsOfSlot) + 3
  const { ramp } = split(number)
  return colour(outlines[ramp] ?? `${ramp}0`)
}

/** Red, green and blue by the number of a colour, with the slots as an avatar fills them. */
export function colourTable(ramps: Partial<Record<Slot, Ramp>>): Uint8Array {
  const table = new Uint8Array((firstSlot + slots.length * stepsOfSlot) * 3)
  for (const [number, hex] of hexes.entries()) table.set(rgbOf(hex), number * 3)
  for (const [k, slot] of slots.entries()) {
    const ramp = ramps[slot]
    if (!ramp) continue
    for (let step = 0; step < stepsOfSlot; step++)
      table.set(rgb(ramp[Math.min(step, ramp.length - 1)]!), (firstSlot + k * stepsOfSlot + step) * 3)
  }
  return table
}
