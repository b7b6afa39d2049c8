import { parseArgs } from 'node:util'
import type { ConfigFlags } from '../config/config.ts'
import { UsageError } from './usage-error.ts'

type FlagTypes = Record<string, 'string' | 'boolean'>

/** Takes words apart. Throws a UsageError for what is not known and for a word too many. */
export function parse(words: string[], types: FlagTypes, most: number, name: string) {
  const options = Object.fromEntries(Object.entries(types).map(([flag, type]) => [flag, { type }]))
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true, strict: true })
    if (positionals.length > most)
      throw new UsageError(`wheelhouse ${name} does not take “${positionals[most]}”. See wheelhouse ${name} --help.`)
    return { values: values as Record<string, string | boolean | undefined>, positionals }
  } catch (error) {
    if (error instanceof UsageError) throw error
    const { code, message } = error as { code?: string; message: string }
    const flag = /'(-[^' ]+)/.exec(message)?.[1] ?? ''
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new UsageError(
        `There is no flag ${flag}. wheelhouse ${name} knows ${Object.keys(types)
          .map((known) => `--${known}`)
          .join(', ')}.`,
      )
    throw new UsageError(`${message.split('.')[0]}. See wheelhouse ${name} --help.`)
  }
}

export function configFrom(values: Record<string, string | boolean | undefined>): ConfigFlags {
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && (!/^\d+$/.test(String(values.port)) || port > 65_535))
    throw new UsageError(`--port must be a whole number from 0 to 65535, not “${values.port}”.`)
  for (const flag of ['host', 'data'] as const) if (values[flag] === '') throw new UsageError(`--${flag} is empty.`)
  return {
    ...(typeof values.host === 'string' && { host: values.host }),
    ...(port !== undefined && { port }),
    ...(typeof values.data === 'string' && { data: values.data }),
    ...(values.demo === true && { demo: true }),
    ...(values['demo-if-empty'] === true && { demoIfEmpty: true }),
    ...(values.open === true && { open: true }),
  }
}
