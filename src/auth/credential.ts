/** An `id.secret` as it travels: a token, or the cookie of a sign-in. Undefined for anything else. */
export function parseCredential(text: string): { id: string; secret: string } | undefined {
  const match = /^([a-z0-9]{12})\.([A-Za-z0-9_-]{43})$/.exec(text)
  return match ? { id: match[1]!, secret: match[2]! } : undefined
}

/** Every value a Cookie header has under a name; there can be more than one. */
export function cookieValues(header: string, name: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}

const keptForSeconds = 400 * 24 * 3_600

/** How long it lives is decided here, not by the browser; that one only must not forget it sooner. */
export const cookieFor = (name: string, value: string, overTls: boolean) =>
  `${name}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${value === '' ? 0 : keptForSeconds}${overTls ? '; Secure' : ''}`
