/** Budgets are examined at most this often. */
const restMs = 1_000

type Deps = {
  /** Examines every budget. */
  check: () => void
  /** Whether history has been read: what is missing of it would look like less spent. */
  isDone: () => boolean
  onError: (error: unknown) => void
}

/** Examines the budgets when sums have changed. */
export function watchBudgets({ check, isDone, onError }: Deps) {
  let timer: Timer | undefined
  return {
    sumsChanged() {
      timer ??= setTimeout(() => {
        timer = undefined
        try {
          if (isDone()) check()
        } catch (error) {
          onError(error)
        }
      }, restMs)
    },
    stop: () => clearTimeout(timer),
  }
}
