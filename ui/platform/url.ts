/** A parameter of the address, decoded. The router leaves it encoded; a parameter that cannot be decoded stays as it is. */
export function decodeParam(param: string): string {
  try {
    return decodeURIComponent(param)
  } catch {
    // A percent sign that begins no valid sequence was typed by hand.
    return param
  }
}
