const hidden = '[hidden]'

const shapes: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
  [/\b((?:set-cookie|cookie|authorization)["']?\s*:\s*["']?)[^\r\n"']+/gi, `$1${hidden}`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{16,}/gi, `$1 ${hidden}`],
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+@/gi, `$1${hidden}@`],
  // The end of a name says enough: accessToken, OPENAI_API_KEY, x-wheelhouse-key, Set-Cookie. Quotes may be escaped,
  // where JSON lies in JSON.
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

/** Whether what stands under this name is a secret, whatever it looks like. */
export const isSecretName = (name: string) => secretName.test(name)

/** Hides what looks like a secret in a text for people. A net below care, not instead of it. */
export function redact(text: string): string {
  let clean = text
  for (const [shape, instead] of shapes) clean = clean.replace(shape, instead)
  // Long, unbroken and of every kind of letter: a key nobody labelled. Commit ids and uuids have one kind only.
  return clean.replace(/(?<![\w/-])[\w-]{40,}(?![\w-])/g, (word) =>
    /[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word) ? hidden : word,
  )
}
