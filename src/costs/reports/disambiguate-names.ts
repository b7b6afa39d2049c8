import { runtimeName } from '../../facts/runtimes.ts'
import { hostOf, parseAgentId, thisHost } from '../../ids.ts'

/**
 * Names that more than one agent has get a word behind them that tells these agents apart: the runtime where no other
 * of the name is of it (`boat (Codex)`), else the slug of the id. An agent of another host is named with its host. A
 * name that only one agent has stays as it is.
 */
export function disambiguateNames(names: Map<string, string>): Map<string, string> {
  const idsOf = Map.groupBy(names.keys(), (id) => names.get(id)!)
  return new Map(
    [...names].map(([id, name]) => {
      const same = idsOf.get(name)!
      if (same.length === 1) return [id, name]
      const host = hostOf(id)
      const beside = same.filter((other) => hostOf(other) === host)
      const words = [...(beside.length > 1 ? [wordFor(id, beside)] : []), ...(host === thisHost ? [] : [host])]
      return [id, words.length === 0 ? name : `${name} (${words.join(', ')})`]
    }),
  )
}

function wordFor(id: string, beside: string[]): string {
  const { runtime = id, slug = id } = parseAgentId(id) ?? {}
  const isOnly = beside.filter((other) => parseAgentId(other)?.runtime === runtime).length === 1
  return isOnly ? runtimeName(runtime) : slug
}
