/** Parses `id.secret`, the form of tokens and sign-in cookies. Undefined for anything else. */
export function parseCredential(text: string): { id: string; secret: string } | undefined {
  const match = /^([a-z0-9]{12})\.([A-Za-z0-9_-]{43})$/.exec(text)
  return match ? { id: match[1]!, secret: match[2]! } : undefined
}

/** All values of one name in a Cookie header. */
export function cookieValues(header: string, name: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}

const keptForSeconds = 400 * 24 * 3_600

/** The Set-Cookie header. The server decides how long a sign-in lasts; the browser must only keep it that long. */
export const cookieFor = (name: string, value: string, overTls: boolean) =>
  `${name}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${value === '' ? 0 : keptForSeconds}${overTls ? '; Secure' : ''}`
