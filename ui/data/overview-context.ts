import { createContext, useContext } from 'solid-js'
import type { createOverview } from './create-overview.ts'

type OverviewData = ReturnType<typeof createOverview>

export const OverviewContext = createContext<OverviewData>()

/** What every page knows, with its events: made once, at the top. */
export function useOverview(): OverviewData {
  const data = useContext(OverviewContext)
  if (!data) throw new Error('useOverview stands outside <OverviewContext.Provider>.')
  return data
}
