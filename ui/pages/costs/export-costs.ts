import type { Grouping } from '../../../src/costs/reports/report.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { Problem } from '../../data/problem.ts'
import { saveFile } from '../../platform/save-file.ts'
import type { Scope } from './breakdown/breakdown-id.ts'
import type { Days } from './url-state.ts'

type ExportQuery = Scope & { by: Grouping; what: 'report' | 'answers' }

/** Saves a report, or every call of it, as a file of that name; a toast says why where it cannot be. */
export async function exportCosts(format: 'csv' | 'json', query: ExportQuery, name: string) {
  try {
    const answer: unknown = await ask(api.costs.export.get({ query: { ...query, format } }))
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2)
    saveFile(text, `${name}.${format}`, format === 'csv' ? 'text/csv' : 'application/json')
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    toast({ text: `Nothing was saved. ${error.message}` })
  }
}

/** `costs-by-agent-2026-11-01-to-2026-11-20`, without its ending. */
export const exportName = (by: string, { since, until }: Days) =>
  `costs-by-${by}-${[since, until].filter(Boolean).join('-to-') || 'all'}`
