import { runtimeName } from '../../facts/runtime-names.ts'

/**
 * Names that more than one agent has, told apart by what comes first in their ids, the runtime, or by the whole id where
 * that is the same too: `boat (Codex)`. A name only one has stays as it is.
 */
export function disambiguateNames(names: Map<string, string>): Map<string, string> {
  const idsOf = Map.groupBy(names.keys(), (id) => names.get(id)!)
  return new Map(
    [...names].map(([id, name]) => {
      const ids = idsOf.get(name)!
      if (ids.length === 1) return [id, name]
      const [runtime = id, rest = id] = id.split(/:(.*)/s)
      const isOnly = ids.filter((other) => other.startsWith(`${runtime}:`)).length === 1
      return [id, `${name} (${isOnly ? runtimeName(runtime) : rest})`]
    }),
  )
}
