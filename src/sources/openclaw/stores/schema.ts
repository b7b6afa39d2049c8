import type { Finding } from '../../../facts/source.ts'
import { openForeign } from '../../../lib/foreign-database.ts'
import { shortPath, statOf } from '../../common/paths.ts'
import type { Home } from '../home.ts'
import { agentDatabasePath } from './agent-database.ts'
import { stateDatabasePath } from './state-database.ts'

/** The newest schemas we have seen running; a newer one is read by its columns and reported. */
const knownAgentSchema = 23
const knownStateSchema = 18

/** Knows the schema version of each database, and looks it up again when the file has changed. */
export function createSchemaCheck() {
  const known = new Map<string, { fingerprint: string; version: number }>()

  function versionOf(path: string): number | undefined {
    const stat = statOf(path)
    if (!stat) return undefined
    const fingerprint = `${stat.ino} ${stat.mtimeMs}`
    if (known.get(path)?.fingerprint !== fingerprint)
      try {
        known.set(path, { fingerprint, version: readVersion(path) })
      } catch {
        // Reading the database itself reports what is wrong with it.
        known.delete(path)
      }
    return known.get(path)?.version
  }

  return {
    /** The versions of the agents' databases, and findings about those of all databases that are newer than we know. */
    check(homes: Home[]): { versions: number[]; findings: Finding[] } {
      const agents = homes.flatMap(({ path, agentNames }) => agentNames.map((agent) => agentDatabasePath(path, agent)))
      const states = homes.map(({ path }) => stateDatabasePath(path))
      const findings = [
        ...agents.map((path) => ({ path, newest: knownAgentSchema })),
        ...states.map((path) => ({ path, newest: knownStateSchema })),
      ].flatMap(({ path, newest }) => {
        const version = versionOf(path)
        return version !== undefined && version > newest ? [unknownSchema(path, version, newest)] : []
      })
      return { versions: [...new Set(agents.flatMap((path) => versionOf(path) ?? []))], findings }
    },
  }
}

const unknownSchema = (path: string, version: number, newest: number): Finding => ({
  level: 'warn',
  code: 'schema-unknown',
  message: `${shortPath(path)} has schema ${version}; this Wheelhouse knows schemas up to ${newest}. What its columns still tell is shown.`,
  fix: 'Update Wheelhouse if numbers look incomplete.',
})

function readVersion(path: string): number {
  const { database, close } = openForeign(path)
  try {
    return database.query<{ user_version: number }, []>('PRAGMA user_version').get()?.user_version ?? 0
  } finally {
    close()
  }
}
