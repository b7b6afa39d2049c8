/** Makes a set hold these values and no others; whoever holds the set sees them. */
export function replaceAll<Value>(set: Set<Value>, values: Iterable<Value>) {
  set.clear()
  for (const value of values) set.add(value)
}
