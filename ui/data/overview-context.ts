import { createContext, useContext } from 'solid-js'
import type { createOverview } from './create-overview.ts'

type Known = ReturnType<typeof createOverview>

export const OverviewContext = createContext<Known>()

/** What every page knows of the whole: kept live once, at the top. */
export function useOverview(): Known {
  const known = useContext(OverviewContext)
  if (!known) throw new Error('useOverview stands outside <OverviewContext.Provider>.')
  return known
}
