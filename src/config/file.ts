import { z } from 'zod'
import { readForeignFile } from '../lib/foreign-file.ts'
import { lazily } from '../lib/lazily.ts'
import { oneLine } from '../lib/plain-text.ts'
import { isTimezone } from '../lib/timezone.ts'
import { commandLines } from './command-lines.ts'
import { declarations } from './custom.ts'

/** How a runtime is paid: by usage, or by a subscription with a bill of its own. */
const billing = lazily(() => z.enum(['api', 'subscription']).optional())
const openclaw = lazily(() => ({ state_dirs: z.array(z.string().min(1)).optional(), billing }))
/** The section of each coding command line, by the section's name. */
const commandLine = lazily(() => z.strictObject({ dirs: z.array(z.string().min(1)).optional(), billing }).optional())
const commandLineSections = Object.fromEntries(Object.values(commandLines).map(({ section }) => [section, commandLine]))

const maxFileBytes = 1 << 20
/** So many mistakes are named; more are counted. */
const maxMistakes = 20

/** What `config.toml` may hold beside the sections of features. */
const general = lazily(() => ({
  host: z.string().min(1).optional(),
  port: z.int().min(0).max(65_535).optional(),
  timezone: z.string().refine(isTimezone, { error: 'must be a time zone like "Europe/Vienna" or "UTC"' }).optional(),
  name: z.string().min(1).max(60).optional(),
  allowed_hosts: z.array(z.string().min(1)).optional(),
  log_level: z.enum(['debug', 'info', 'warn', 'error']).optional(),
  openclaw: z.strictObject(openclaw).optional(),
  custom: declarations.optional(),
  reading: z
    .strictObject({
      unpacked_mb: z.int().min(1).max(100_000).optional(),
      files: z.int().min(100).max(10_000_000).optional(),
      depth: z.int().min(1).max(100).optional(),
    })
    .optional(),
}))

const generalSchema = lazily(() => z.object(general))
type ConfigFile = z.infer<typeof generalSchema> & {
  /** The sections of command lines, by the section's name. */
  commandLines: Record<string, z.infer<typeof commandLine>>
  /** What the sections of features hold, checked; a section that is not there has no entry. */
  sections: Record<string, unknown>
}

/** The sections of `config.toml` that features add, by name. */
export type Sections = z.ZodRawShape

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
export function readConfigFile(path: string, required: boolean, sections: Sections): ConfigFile {
  let text: string
  try {
    text = readForeignFile(path, maxFileBytes).toString('utf8')
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ENOENT' && !required) return { commandLines: {}, sections: {} }
    throw new ConfigMistakes(path, [code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${message})`])
  }
  return parseConfigFile(path, text, sections)
}

/** Throws ConfigMistakes. */
export function parseConfigFile(path: string, text: string, sections: Sections): ConfigFile {
  let raw: unknown
  try {
    raw = Bun.TOML.parse(text)
  } catch (error) {
    throw new ConfigMistakes(path, [`it is not valid TOML: ${plain((error as Error).message)}`])
  }
  const schema = z.strictObject({ ...general, ...commandLineSections, ...sections })
  const checked = schema.safeParse(raw)
  if (!checked.success)
    throw new ConfigMistakes(path, firstOf(checked.error.issues.flatMap((issue) => mistakesOf(issue, raw, schema))))
  const only = (names: object) =>
    Object.fromEntries(Object.entries(checked.data).filter(([name]) => Object.hasOwn(names, name)))
  return {
    ...generalSchema.parse(checked.data),
    commandLines: only(commandLineSections) as ConfigFile['commandLines'],
    sections: only(sections),
  }
}

function firstOf(mistakes: string[]): string[] {
  const more = mistakes.length - maxMistakes
  return [...mistakes.slice(0, maxMistakes).map(plain), ...(more > 0 ? [`and ${more} more`] : [])]
}

/** A key or a message goes to a terminal: in one line, without what would steer it, and not for ever. */
function plain(text: string) {
  const line = oneLine(text)
  return line.length > 500 ? `${line.slice(0, 500)}…` : line
}

function mistakesOf(issue: z.core.$ZodIssue, raw: unknown, schema: z.ZodObject): string[] {
  const key = nameOf(issue.path, raw)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(
        (unknown) =>
          `${nameOf([...issue.path, unknown], raw)} is not a key. Known here: ${keysAt(schema, issue.path).join(', ')}`,
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

/** The key as it stands in the file: an index is left out where the schema made a list of a single value. */
function nameOf(path: PropertyKey[], raw: unknown) {
  const names: string[] = []
  let value = raw
  for (const step of path) {
    if (typeof step === 'number' && !Array.isArray(value)) continue
    names.push(String(step))
    value = (value as Record<PropertyKey, unknown> | undefined)?.[step]
  }
  return names.join('.')
}

/** The keys that a section may have. */
function keysAt(schema: z.core.$ZodType, path: PropertyKey[]): string[] {
  if (schema instanceof z.ZodOptional) return keysAt(schema.def.innerType, path)
  if (schema instanceof z.ZodPipe) return keysAt(schema.def.out, path)
  const [step, ...rest] = path
  if (schema instanceof z.ZodArray) return keysAt(schema.def.element, rest)
  if (schema instanceof z.ZodRecord) return keysAt(schema.def.valueType, rest)
  if (!(schema instanceof z.ZodObject)) return []
  const inner = step === undefined ? undefined : schema.shape[String(step)]
  return inner ? keysAt(inner, rest) : Object.keys(schema.shape)
}

const article: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text in quotes',
  array: 'a list like ["a", "b"]',
  object: 'a section',
  boolean: 'true or false',
}
