/** Makes a set hold these values and no others; whoever holds the set sees them. */
export function replaceAll<Value>(set: Set<Value>, values: Iterable<Value>) {
  set.clear()
  for (const value of values) set.add(value)
}

/** Sets entries of a map, and removes those that are null; whoever holds the map sees them. */
export function setAll<Value>(map: Map<string, Value>, entries: Iterable<readonly [key: string, value: Value | null]>) {
  for (const [key, value] of entries)
    if (value === null) map.delete(key)
    else map.set(key, value)
}
