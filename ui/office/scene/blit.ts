import type { Picture } from '../art/pixels.ts'

/** Draws a picture over another, as far as it lies on it, and as opaque as is said. */
export function blit(onto: Picture, { width, height, data }: Picture, left: number, top: number, opacity = 1) {
  for (let y = Math.max(0, -top); y < Math.min(height, onto.height - top); y++)
    for (let x = Math.max(0, -left); x < Math.min(width, onto.width - left); x++) {
      const from = (y * width + x) * 4
      const alpha = (data[from + 3]! / 255) * opacity
      if (!alpha) continue
      const to = ((top + y) * onto.width + left + x) * 4
      for (let k = 0; k < 3; k++) onto.data[to + k] = data[from + k]! * alpha + onto.data[to + k]! * (1 - alpha)
    }
}

/** Adds the light of a picture, in a colour and so strong. */
export function addLight(
  onto: Picture,
  light: Picture,
  left: number,
  top: number,
  colour: readonly number[],
  share: number,
) {
  for (let y = Math.max(0, -top); y < Math.min(light.height, onto.height - top); y++)
    for (let x = Math.max(0, -left); x < Math.min(light.width, onto.width - left); x++) {
      const strength = (light.data[(y * light.width + x) * 4 + 3]! / 255) * share
      if (!strength) continue
      const to = ((top + y) * onto.width + left + x) * 4
      for (let k = 0; k < 3; k++) onto.data[to + k] = onto.data[to + k]! + colour[k]! * strength
    }
}

/** A picture in one colour. */
export function filled(width: number, height: number, [r, g, b]: readonly number[]): Picture {
  const data = new Uint8ClampedArray(width * height * 4)
  for (let at = 0; at < data.length; at += 4) data.set([r!, g!, b!, 255], at)
  return { width, height, data }
}

/** Multiplies a picture with the light on it. */
export function multiply(onto: Picture, { data }: Picture) {
  for (let at = 0; at < data.length; at++) if (at % 4 !== 3) onto.data[at] = (onto.data[at]! * data[at]!) / 255
}

/** A picture with left and right exchanged. */
export function mirrored({ width, height, data }: Picture): Picture {
  const turned = new Uint8ClampedArray(data.length)
  for (let at = 0; at < data.length; at += 4) {
    const x = (at / 4) % width
    turned.set(data.subarray(at, at + 4), at + (width - 1 - 2 * x) * 4)
  }
  return { width, height, data: turned }
}

/** A picture in greys. */
export function withoutColour({ width, height, data }: Picture): Picture {
  const grey = Uint8ClampedArray.from(data)
  for (let at = 0; at < grey.length; at += 4) {
    const value = data[at]! * 0.3 + data[at + 1]! * 0.59 + data[at + 2]! * 0.11
    grey.fill(value, at, at + 3)
  }
  return { width, height, data: grey }
}
