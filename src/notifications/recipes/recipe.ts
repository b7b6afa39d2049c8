import type { JsonTemplate } from '../template.ts'

/** What a person fills in for a provider. */
export type Field = {
  name: string
  label: string
  /** `server` is the address of a server, `host` its name alone, `url` a whole address, `list` is separated by commas. */
  kind: 'text' | 'secret' | 'url' | 'server' | 'host' | 'list' | 'choice' | 'json'
  /** Whether secrets go somewhere else, or otherwise, where it changes. What is an address always says so. */
  isPlace?: boolean
  /** Whether it is kept among the secrets although it is no `secret`. A secret always is. */
  isSecret?: boolean
  /** What it has to look like, as a regular expression for the whole of it. */
  pattern?: string
  /** What it looks like, or where it is found. */
  hint?: string
  isOptional?: boolean
  options?: readonly string[]
  initial?: string
}

/** A header; one with a `prefix` is left out where its value is empty, and so is `basic` where both are. */
type HeaderValue = string | { basic: readonly [string, string] } | { prefix: string; value: string }

/** What is sent. A field of the kind `server` or `url` may begin the address; everything else in it is escaped. */
type RequestTemplate = {
  method: 'POST' | 'PUT' | 'GET'
  url: string
  query?: Record<string, string>
  headers?: Record<string, HeaderValue>
  body?:
    | { as: 'json'; value: JsonTemplate }
    | { as: 'form'; value: Record<string, JsonTemplate> }
    | { as: 'text'; value: string }
    /** JSON that a person typed, in this field. */
    | { as: 'typed-json'; field: string; otherwise: JsonTemplate }
}

/** Where a value lies in an answer, `result.0.status`, and what it is when all is well. */
type Expected = { path: string; in: readonly (string | number | boolean | null)[] }

/**
 * How one provider is told something: a request as data. Texts are templates; each value is escaped for the place where it
 * stands. A body as JSON is JSON whose texts are templates, and these objects stand for a value in it:
 * `{$pick: name, a: …, b: …, else: …}` the one under what a value says, nothing where that is not there; `{$number: text}` a
 * number; `{$optional: text}`, `{$optionalNumber: text}` one that is left out where it is empty; `{$list: text}` the parts
 * between commas; `{$json: …}` a text of JSON; `{$with: text, value: …, none: …}` the second where the text is empty.
 */
export type Recipe = {
  id: string
  name: string
  group: 'push' | 'chat' | 'incident' | 'phone' | 'mail' | 'home' | 'general'
  /** Where the provider describes it. */
  docs: string
  fields: readonly Field[]
  /** A sentence for the form. */
  about?: string
  request: RequestTemplate
  /** What is sent where something has settled, if that is another request. */
  end?: RequestTemplate
  /** How the request is signed, beside what stands in it. */
  sign?: 'webhook' | 'dingtalk' | 'feishu'
  /** When it has arrived; any status from 200 to 299 without it. */
  ok?: {
    status?: readonly number[]
    json?: Expected
    /** What must be there. */
    present?: string
    /** What must not be there. */
    absent?: string
    /** The whole text of the answer. */
    text?: string
  }
  /** Where the answer says in words what is wrong. */
  reason?: string
  /** Values that mean that it may succeed later. */
  busy?: Expected
  /** The status that says that it has arrived before. */
  repeatStatus?: number
  /** Whether the receiver recognizes by `{{key}}` or `{{dedupe}}` what it had before. */
  knowsRepeats?: boolean
  atMost?: { count: number; perSeconds: number }
  /** Whether it is told as well that something has settled: `{{event}}` is `resolve` then. */
  tellsEnd?: boolean
}
