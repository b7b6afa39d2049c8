const hidden = '[hidden]'

const shapes: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
  // A backslash at the end belongs to the quote behind it: without it JSON would be broken.
  [/\b((?:set-cookie|cookie|authorization)["']?\s*:\s*["']?)[^\r\n"']*[^\r\n"'\\]/gi, `$1${hidden}`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{16,}/gi, `$1 ${hidden}`],
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+@/gi, `$1${hidden}@`],
  // The end of a name identifies a secret: accessToken, OPENAI_API_KEY, x-wheelhouse-key, Set-Cookie. JSON within JSON
  // has escaped quotes.
  [
    /((?:token|secrets?|password|passwd|passphrase|credentials?|api[_-]?key|[_-]key|authorization|cookie)\\*["']?\s*[:=]\s*)("(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|\\+["'][^"'\\\n]*|[^\s,;}"'\\]+)/gi,
    `$1${hidden}`,
  ],
  [/([?&#](?:key|code|sig|signature)=)[^\s&"']+/gi, `$1${hidden}`],
  [/\b[a-z0-9]{12}\.[\w-]{43}(?![\w-])/g, hidden],
  [/(\/#)[\w-]{22}(?![\w-])/g, `$1${hidden}`],
  [/\b(?:sk|pk|rk|ghp|gho|ghu|ghs|ghr|github_pat|glpat|xox[a-z]|npm|hf|whsec)[_-][\w-]{8,}/g, hidden],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, hidden],
  [/\beyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]*/g, hidden],
]

const secretName =
  /(?:token|secrets?|password|passwd|passphrase|credentials?|api[_-]?key|[_-]key|authorization|cookie)$/i

/** Whether the value under this name is a secret, whatever it looks like. */
export const isSecretName = (name: string) => secretName.test(name)

/** Hides what looks like a secret in a text for people. It is a second line of defence. */
export function redact(text: string): string {
  let clean = text
  for (const [shape, instead] of shapes) clean = clean.replace(shape, instead)
  // A long unbroken word with letters of both cases and digits is an unlabelled key. Commit ids and uuids have one case
  // only.
  return clean.replace(/(?<![\w/-])[\w-]{40,}(?![\w-])/g, (word) =>
    /[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word) ? hidden : word,
  )
}
