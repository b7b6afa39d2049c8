import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { isTimezone } from '../lib/timezone.ts'
import { billing, costKeys, costSections } from './costs.ts'
import { custom, declarations } from './custom.ts'

/** The range of a plausible daily budget; values outside are taken for typing errors. */
const budget = { day_usd: z.number().min(0.01).max(1_000_000).optional() }
const openclaw = { state_dirs: z.array(z.string().min(1)).optional(), billing }
/** The section of a coding command line. */
const commandLine = { dirs: z.array(z.string().min(1)).optional(), billing }

/** The schema of `config.toml`. Unknown keys are mistakes, since an ignored typo would go unnoticed. */
const schema = z.strictObject({
  host: z.string().min(1).optional(),
  port: z.int().min(0).max(65_535).optional(),
  timezone: z.string().refine(isTimezone, { error: 'must be a time zone like "Europe/Vienna" or "UTC"' }).optional(),
  name: z.string().min(1).max(60).optional(),
  allowed_hosts: z.array(z.string().min(1)).optional(),
  log_level: z.enum(['debug', 'info', 'warn', 'error']).optional(),
  budget: z.strictObject(budget).optional(),
  openclaw: z.strictObject(openclaw).optional(),
  claude_code: z.strictObject(commandLine).optional(),
  codex: z.strictObject(commandLine).optional(),
  gemini: z.strictObject(commandLine).optional(),
  opencode: z.strictObject(commandLine).optional(),
  ...costSections,
  custom: declarations.optional(),
})

export type ConfigFile = z.infer<typeof schema>

/** All mistakes of the file at once; each sentence names a key and its allowed values. */
export class ConfigMistakes extends Error {
  override name = 'ConfigMistakes'
  constructor(
    readonly path: string,
    readonly mistakes: string[],
  ) {
    super(
      `${path} has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`,
    )
  }
}

/** Reads and checks the file. A missing file yields an empty configuration, or a mistake where it is `required`. */
export function readConfigFile(path: string, required: boolean): ConfigFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ENOENT' && !required) return {}
    throw new ConfigMistakes(path, [code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${message})`])
  }
  return parseConfigFile(path, text)
}

export function parseConfigFile(path: string, text: string): ConfigFile {
  let raw: unknown
  try {
    raw = Bun.TOML.parse(text)
  } catch (error) {
    throw new ConfigMistakes(path, [`it is not valid TOML: ${(error as Error).message}`])
  }
  const checked = schema.safeParse(raw)
  if (checked.success) return checked.data
  throw new ConfigMistakes(path, checked.error.issues.flatMap(inWords))
}

function inWords(issue: z.core.$ZodIssue): string[] {
  const key = nameOf(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(
        (unknown) => `${nameOf([...issue.path, unknown])} is not a key. Known here: ${knownAt(issue.path).join(', ')}`,
      )
    case 'too_small':
      return [`${key} must be at least ${issue.minimum}${issue.origin === 'string' ? ' character long' : ''}`]
    case 'too_big':
      return [`${key} must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters long' : ''}`]
    case 'invalid_value':
      return [`${key} must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`]
    case 'invalid_type':
      if (key === 'custom') return ['custom must be a list: write [[custom]] above each']
      return [`${key} must be ${article[issue.expected] ?? issue.expected}`]
    default:
      return [`${key} ${issue.message}`]
  }
}

/** The key as it stands in the file: the index of a price is left out where its model has only one. */
const nameOf = (path: PropertyKey[]) =>
  path
    .filter((part, place) => !(path[0] === 'prices' && place === 2 && part === 0))
    .map(String)
    .join('.')

const article: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text in quotes',
  array: 'a list like ["a", "b"]',
  object: 'a section',
  boolean: 'true or false',
}

function knownAt(path: PropertyKey[]): string[] {
  const sections: Record<string, object> = {
    budget,
    openclaw,
    claude_code: commandLine,
    codex: commandLine,
    gemini: commandLine,
    opencode: commandLine,
    ...costKeys,
    custom,
  }
  return Object.keys(sections[String(path[0])] ?? schema.shape)
}
