/** Leaves out what was not asked, for callers that tell "absent" from "undefined". */
export function defined<T extends object>(record: T) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [Field in keyof T]: Exclude<T[Field], undefined>
  }
}
