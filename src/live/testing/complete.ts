/** A value in which nothing is missing: no null, no absent field, no empty list. A new field does not compile until it has a sample. */
export type Complete<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? [Complete<Item>, ...Complete<Item>[]]
    : { [Field in keyof T]-?: Complete<NonNullable<T[Field]>> }
