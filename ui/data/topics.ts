/** The topics that parts of the page want beside the overview. */
export type Topics = ReturnType<typeof createTopics>

/** Counts who wants which topic. The feed subscribes to `names`, and again when they change. */
export function createTopics() {
  const wanted = new Map<string, Set<() => void>>()
  let changed = () => {}

  return {
    names: () => [...wanted.keys()],

    /**
     * Wants a topic until the returned function is called. `onSubscribed` is called each time the feed is subscribed to
     * it: events before that were missed.
     */
    add(topic: string, onSubscribed: () => void) {
      const others = wanted.get(topic)
      wanted.set(topic, new Set([...(others ?? []), onSubscribed]))
      changed()
      return () => {
        const left = [...(wanted.get(topic) ?? [])].filter((other) => other !== onSubscribed)
        if (left.length > 0) return void wanted.set(topic, new Set(left))
        wanted.delete(topic)
        changed()
      }
    },

    /** The feed's side: what to do when the wanted topics change. */
    onChange(run: () => void) {
      changed = run
    },

    /** The feed's side: it is subscribed to these now. */
    subscribed(names: string[]) {
      for (const name of names) for (const onSubscribed of wanted.get(name) ?? []) onSubscribed()
    },
  }
}
