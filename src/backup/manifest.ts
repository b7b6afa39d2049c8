/** What a backup holds, as its first file says. */
export type Manifest = {
  /** Of the backup itself; another number is another way to lay it out. */
  format: 1
  /** Which Wheelhouse made it, when (in ms) and where. */
  version: string
  build: string
  madeAt: number
  host: string
  files: BackedUp[]
}

/** A file of a backup; `schema` is the version of a database, and null for what is none. */
export type BackedUp = { name: string; bytes: number; sha256: string; schema: number | null }

export const manifestName = 'manifest.json'
export const maxManifestBytes = 4 << 20

/** The databases by the names of their files. */
export const databases = {
  wheelhouse: 'wheelhouse.sqlite',
  logs: 'logs.sqlite',
  metrics: 'metrics.sqlite',
  index: 'index.sqlite',
  search: 'search.sqlite',
} as const
export type DatabaseName = keyof typeof databases
export const databaseNames = Object.keys(databases) as DatabaseName[]

/** Folders that are backed up with all that is in them; `secrets` only where that is asked for. */
export const folders = ['sprites', 'ask', 'statusline', 'secrets'] as const

/** The newest version of each database that this program knows. The index of searches is made anew where it is another. */
export type KnownSchemas = Record<Exclude<DatabaseName, 'search'>, number>

/** What a file of the data folder may be called in a backup: nothing that leads out of it. */
export function isBackupName(name: string): boolean {
  if (name === 'config.toml' || databaseNames.some((known) => databases[known] === name)) return true
  const [folder, ...parts] = name.split('/')
  return (
    folders.some((known) => known === folder) &&
    parts.length > 0 &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\:\p{Cc}]/u.test(part))
  )
}

/** Reads a manifest; a sentence says why it cannot be restored from. */
export function readManifest(text: string, known: KnownSchemas): Manifest | { why: string } {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return { why: `its ${manifestName} is not JSON` }
  }
  if (!isRecord(read) || typeof read.format !== 'number') return { why: `its ${manifestName} does not say what it is` }
  const { format, version, build, madeAt, host, files } = read
  if (format !== 1) return { why: `a newer Wheelhouse${said(version)} made it: install that one, and restore with it` }
  const isTold = typeof version === 'string' && typeof build === 'string' && typeof host === 'string'
  if (!isTold || typeof madeAt !== 'number' || !Array.isArray(files) || !files.every(isBackedUp))
    return { why: `its ${manifestName} is not one that Wheelhouse wrote` }
  const outside = files.find(({ name }) => !isBackupName(name))
  if (outside) return { why: `it names ${JSON.stringify(outside.name)}, which is no file of a data folder` }
  if (new Set(files.map(({ name }) => name)).size < files.length) return { why: 'it names a file twice' }
  for (const name of databaseNames) {
    const schema = files.find((file) => file.name === databases[name])?.schema
    if (schema === null) return { why: `it does not say which version ${databases[name]} has` }
    if (name !== 'search' && schema !== undefined && schema > known[name])
      return {
        why: `its ${databases[name]} has version ${schema} and this Wheelhouse knows up to ${known[name]}: install${said(version) || ' a newer one'}, and restore with that`,
      }
  }
  if (!files.some(({ name }) => name === databases.wheelhouse)) return { why: `it holds no ${databases.wheelhouse}` }
  return { format, version, build, madeAt, host, files }
}

const said = (version: unknown) => (typeof version === 'string' && /^[\w.+-]{1,40}$/.test(version) ? ` ${version}` : '')

function isBackedUp(file: unknown): file is BackedUp {
  if (!isRecord(file)) return false
  const { name, bytes, sha256, schema } = file
  return (
    typeof name === 'string' &&
    Number.isSafeInteger(bytes) &&
    (bytes as number) >= 0 &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    (schema === null || Number.isSafeInteger(schema))
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
