/** What is heard beside the overview, for as long as somebody wants it. */
export type Topics = ReturnType<typeof createTopics>

/** Remembers who wants which topic. The socket asks for `names` whenever it subscribes, and when they change. */
export function createTopics() {
  const wanted = new Map<string, Set<() => void>>()
  let changed = () => {}

  return {
    names: () => [...wanted.keys()],

    /** Wants a topic. `heard` is called each time it is listened to from then on: what was said before was missed. */
    add(topic: string, heard: () => void) {
      const others = wanted.get(topic)
      wanted.set(topic, new Set([...(others ?? []), heard]))
      changed()
      return () => {
        const left = [...(wanted.get(topic) ?? [])].filter((one) => one !== heard)
        if (left.length > 0) return void wanted.set(topic, new Set(left))
        wanted.delete(topic)
        changed()
      }
    },

    /** The socket's side: what to do when what is wanted changes. */
    onChange(run: () => void) {
      changed = run
    },

    /** The socket listens to these now. */
    listening(names: string[]) {
      for (const name of names) for (const heard of wanted.get(name) ?? []) heard()
    },
  }
}
