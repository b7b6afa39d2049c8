/** The id in an address. The router leaves it encoded; what somebody mistyped stays as it is. */
export function idIn(param: string): string {
  try {
    return decodeURIComponent(param)
  } catch {
    return param
  }
}
