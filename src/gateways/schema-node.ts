/** What a change of a value does to the gateway: it restarts, takes it over while it runs, or nothing; null where it does not say. */
export type ReloadKind = 'restart' | 'hot' | 'none'

/** One value of the configuration as the gateway's own schema describes it. */
export type SchemaNode = {
  path: string
  title: string
  help: string
  /** `enum` where there are options; `json` for everything that is no single value. */
  type: 'text' | 'number' | 'flag' | 'enum' | 'json'
  options: (string | number)[]
  reload: ReloadKind | null
  isSecret: boolean
  children: SchemaChild[]
}
type SchemaChild = Pick<SchemaNode, 'path' | 'title' | 'help' | 'reload' | 'isSecret'> & {
  key: string
  hasChildren: boolean
}

type Foreign = Record<string, unknown>
const record = (value: unknown): Foreign =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Foreign) : {}
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, maxChildren) : [])
const words = (value: unknown, max: number) => (typeof value === 'string' ? value.slice(0, max) : '')

const maxChildren = 400
const maxHelp = 2_000

/** A node of `config.schema.lookup` as we show it. 2026.3 says less of it: then a value is what it is just now. */
export function schemaNodeIn(answer: unknown): SchemaNode {
  const { path, schema, children, ...rest } = record(answer)
  const described = record(schema)
  const options = optionsIn(described)
  return {
    path: words(path, 1_000),
    ...wordsOf(described, rest),
    type: options.length > 0 ? 'enum' : typeIn(described),
    options,
    children: list(children).flatMap((child) => {
      const { key, path, hasChildren, ...rest } = record(child)
      const name = words(key, 200)
      if (name === '') return []
      return [{ key: name, path: words(path, 1_000), hasChildren: hasChildren === true, ...wordsOf({}, rest) }]
    }),
  }
}

function wordsOf(schema: Foreign, { hint, reloadKind }: Foreign): Omit<SchemaChild, 'key' | 'path' | 'hasChildren'> {
  const { label, help, sensitive } = record(hint)
  return {
    title: words(schema.title ?? label, 200) || words(label, 200),
    help: words(schema.description, maxHelp) || words(help, maxHelp),
    reload: reloadKind === 'restart' || reloadKind === 'hot' || reloadKind === 'none' ? reloadKind : null,
    isSecret: sensitive === true,
  }
}

/** The values that a node takes, where the schema lists them all. */
function optionsIn({ enum: all, anyOf }: Foreign): (string | number)[] {
  const isOption = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'
  const options = Array.isArray(all) ? all : list(anyOf).map((one) => record(one).const)
  return options.length > 0 && options.every(isOption) ? options : []
}

function typeIn({ type, anyOf }: Foreign): SchemaNode['type'] {
  const types = [type, ...list(anyOf).map((one) => record(one).type)].flat().filter((one) => typeof one === 'string')
  const kinds = new Set(types.map((one) => plain[one as string] ?? 'json'))
  return kinds.size === 1 ? [...kinds][0]! : 'json'
}

const plain: Record<string, SchemaNode['type']> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'flag',
}
