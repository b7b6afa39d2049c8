/**
 * What `make` makes, made when something of it is first used, and then once. For schemas and tables of them: to make one
 * takes longer than to use it, and at the start nobody uses any.
 */
export function lazily<Made extends object>(make: () => Made): Made {
  let made: Made | undefined
  const whole = () => {
    made ??= make()
    return made
  }
  const standIn = new Proxy({} as Made, {
    get(_, key) {
      return Reflect.get(whole(), key)
    },
    has(_, key) {
      return Reflect.has(whole(), key)
    },
    ownKeys: () => Reflect.ownKeys(whole()),
    getOwnPropertyDescriptor(_, key) {
      const property = Reflect.getOwnPropertyDescriptor(whole(), key)
      // A proxy may not say of what it stands for that it can never change.
      return property && { ...property, configurable: true }
    },
    getPrototypeOf: () => Reflect.getPrototypeOf(whole()),
  })
  makers.set(standIn, whole)
  return standIn
}

const makers = new WeakMap<object, () => object>()

/** What stands behind something that was made lazily, for whoever asks what is the same; anything else is what it is. */
export const behind = <Made extends object>(value: Made): Made => (makers.get(value)?.() ?? value) as Made

type AsyncMethods = Record<string, (...given: never[]) => Promise<unknown>>

/** The methods of what is loaded, once, when one of them is first called. */
export function loadedLater<Made extends AsyncMethods>(load: () => Promise<Made>): Made {
  let loading: Promise<Made> | undefined
  return new Proxy({} as Made, {
    get:
      (_, name) =>
      async (...given: never[]) => {
        loading ??= load()
        return (await loading)[name as keyof Made]!(...given)
      },
  })
}
