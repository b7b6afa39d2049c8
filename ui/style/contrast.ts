/** A colour as red, green and blue from 0 to 1, as a screen shows it. */
export type Colour = [number, number, number]

export function parseHex(hex: string): Colour {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new Error(`${hex} is not a colour of six digits`)
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255
  return [part(1), part(3), part(5)]
}

/** The contrast of two colours as WCAG 2 counts it, from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** What CSS makes of `color-mix(in oklab, one share, other)`. */
export function mix(one: Colour, other: Colour, share: number): Colour {
  const [a, b] = [toOklab(one), toOklab(other)]
  return fromOklab(a.map((value, at) => value * share + b[at]! * (1 - share)) as Colour)
}

function luminance(colour: Colour): number {
  const [red, green, blue] = linear(colour)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const linear = (colour: Colour) =>
  colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as Colour

/** What no screen can show is cut off at its edge, as browsers do. */
const screened = (light: Colour) =>
  light
    .map((part) => (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055))
    .map((part) => Math.min(1, Math.max(0, part))) as Colour

/** Ottosson's OKLab: to the cones of an eye, their cube root, to lightness and two opponents; and the way back. */
const toCones = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
]
const toLab = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
]
const fromLab = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
]
const fromCones = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
]

const times = (matrix: number[][], [x, y, z]: Colour) => matrix.map(([a, b, c]) => a! * x + b! * y + c! * z) as Colour
const toOklab = (colour: Colour) => times(toLab, times(toCones, linear(colour)).map(Math.cbrt) as Colour)
const fromOklab = (lab: Colour) => screened(times(fromCones, times(fromLab, lab).map((value) => value ** 3) as Colour))
