/** What Wheelhouse may cost, and how what was measured in this run stands to it: one table at the end of a bench. */

type Unit = 'MB' | 'kB' | 'ms' | '%' | '×' | 'rows/s' | 'MB/h' | 'requests' | 'missed' | 'times' | 'calls'

type Budget = {
  what: string
  /** The part of the bench that measures it. */
  part: string
  unit: Unit
  /** The limit; at least this much where `isLeast` is said. */
  limit: number
  isLeast?: true
  /** Why it cannot be met for now, where that is known. */
  why?: string
}

const perAnswer = 'each answer becomes a row of its own that can be looked into, where the peer keeps sums'
const noCard = 'where there is no graphics card, the browser draws it on the processor'
const twoCores = 'on two cores browser, server and what is measured wait for each other'

/** The ratios are to ccusage on the same files in the same run. */
export const budgets = {
  executable: {
    what: 'executable',
    part: 'any',
    unit: 'MB',
    limit: 120,
    why: 'the empty Bun alone is 107 MB, and our code is kept beside its bytecode so that it starts at once',
  },
  'first page': {
    what: 'start → first page',
    part: 'start',
    unit: 'ms',
    limit: 60,
    why: 'an executable of the same runtime that does nothing else takes 30 to 50 ms until its first answer',
  },
  'right numbers': {
    what: 'start → right numbers, warm index',
    part: 'start',
    unit: 'ms',
    limit: 80,
    why: 'the threads that read the index begin beside the first page, and there are two cores',
  },
  idle: {
    what: 'memory, idle',
    part: 'start',
    unit: 'MB',
    limit: 80,
    why: 'the index, questions and logs have a thread each, with a heap and code of its own; an empty Bun takes 30 MB',
  },
  'first load': { what: 'first load, packed, without fonts', part: 'page', unit: 'kB', limit: 90 },
  fonts: { what: 'fonts', part: 'page', unit: 'kB', limit: 120 },
  requests: { what: 'requests of the first load', part: 'page', unit: 'requests', limit: 12 },
  'painted p50': {
    what: 'appended → painted, p50, the slower store',
    part: 'painted',
    unit: 'ms',
    limit: 25,
    why: noCard,
  },
  'painted p95': {
    what: 'appended → painted, p95, the slower store',
    part: 'painted',
    unit: 'ms',
    limit: 50,
    why: noCard,
  },
  'pushed p50': { what: 'pushed by a gateway → painted, p50', part: 'pushed', unit: 'ms', limit: 25, why: noCard },
  'pushed p95': { what: 'pushed by a gateway → painted, p95', part: 'pushed', unit: 'ms', limit: 50, why: noCard },
  'idle core': {
    what: 'processor, idle, one page open',
    part: 'streaming',
    unit: '%',
    limit: 0.3,
    why: 'it looks for a gateway every two seconds, and a third of it is the allocator and the compilers of the runtime',
  },
  streaming: { what: 'memory, 20 agents streaming', part: 'streaming', unit: 'MB', limit: 200 },
  'fan-out p95': { what: 'fan-out to 200 pages, p95', part: 'fan', unit: 'ms', limit: 50 },
  'fan-out missed': { what: 'facts that a page missed', part: 'fan', unit: 'missed', limit: 0 },
  frame: { what: 'a socket frame behind any question', part: 'frames', unit: 'ms', limit: 10, why: twoCores },
  'cold claude': {
    what: 'costs from nothing, 500 MB of Claude Code',
    part: 'costs',
    unit: '×',
    limit: 1,
    why: perAnswer,
  },
  'cold both': {
    what: 'costs from nothing, 1 GiB of two runtimes',
    part: 'costs',
    unit: '×',
    limit: 1.3,
    why: perAnswer,
  },
  'cold memory': { what: 'memory of a report from nothing', part: 'costs', unit: '×', limit: 1.5, why: perAnswer },
  'warm costs': {
    what: 'costs from the index',
    part: 'costs',
    unit: '×',
    limit: 0.12,
    why: 'most of it is the start of the program: with an empty index it takes nearly as long',
  },
  'cold serve': { what: 'server from nothing to right numbers', part: 'costs', unit: '×', limit: 1.2, why: perAnswer },
  indexed: { what: 'memory, 1 GiB indexed', part: 'costs', unit: 'MB', limit: 150 },
  'report p95': {
    what: 'any report, first time, p95',
    part: 'costs',
    unit: 'ms',
    limit: 10,
    why: 'a report by session names thousands of rows, and its sums are read from the disk the first time',
  },
  'office step': { what: 'a step of the office, 500 agents, p95', part: 'office', unit: 'ms', limit: 1 },
  'office garbage': { what: 'collections in 100,000 steps of the office', part: 'office', unit: 'times', limit: 0 },
  'office draws': { what: 'draw calls of a frame, 50 agents', part: 'office', unit: 'calls', limit: 40 },
  'office still': {
    what: 'browser, office of 8 who sleep, above an empty page',
    part: 'office',
    unit: '%',
    limit: 3,
    why: noCard,
  },
  'office busy': {
    what: 'browser, office with four at work, above an empty page',
    part: 'office',
    unit: '%',
    limit: 20,
    why: noCard,
  },
  'office hidden': { what: 'browser, office hidden, above an empty page', part: 'office', unit: '%', limit: 1 },
  append: { what: 'appended rows read', part: 'costs', unit: 'rows/s', limit: 100_000, isLeast: true, why: perAnswer },
  overview: { what: 'overview of 100,000 sessions', part: 'sessions', unit: 'ms', limit: 50 },
  summary: { what: 'summary of costs, 100,000 sessions', part: 'sessions', unit: 'ms', limit: 50 },
  list: { what: 'list of 100,000 sessions, first rows', part: 'sessions', unit: 'ms', limit: 100 },
  'idle many': { what: 'processor, idle, 100,000 sessions', part: 'sessions', unit: '%', limit: 1 },
  'peak many': { what: 'memory at most, 100,000 sessions', part: 'sessions', unit: 'MB', limit: 250 },
  'open end': { what: 'transcript of 1 GB, painted at its end', part: 'transcript', unit: 'ms', limit: 1_000 },
  'any place': { what: 'transcript of 1 GB, any place, p95', part: 'transcript', unit: 'ms', limit: 300 },
  'frame p95': { what: 'a frame while it is written, p95', part: 'transcript', unit: 'ms', limit: 30 },
  'page heap': { what: 'memory of the page', part: 'transcript', unit: 'MB', limit: 150 },
  'search words': { what: 'search by words, 1 GiB of text', part: 'search', unit: 'ms', limit: 30 },
  'search literal': { what: 'search by any letters, 1 GiB of text', part: 'search', unit: 'ms', limit: 150 },
  'search index': { what: 'search indexes beside their text', part: 'search', unit: '×', limit: 0.6 },
  'log lines': { what: 'lines of a log that went missing', part: 'logs', unit: 'missed', limit: 0 },
  'measures core': { what: 'processor, 40 measures kept', part: 'health', unit: '%', limit: 0.1 },
  'measures query': { what: 'chart of 90 days, p95', part: 'health', unit: 'ms', limit: 30 },
  'measures size': { what: '40 measures, every tier full', part: 'health', unit: 'MB', limit: 60 },
  growth: { what: 'growth of memory, 20 agents', part: 'growth', unit: 'MB/h', limit: 1 },
} satisfies Record<string, Budget>

export type BudgetName = keyof typeof budgets

/** The worst of what was measured for each in this run. */
const measured = new Map<BudgetName, number>()

/** Notes a measurement in the unit of its budget; of several the worst stands. Says whether it holds. */
export function hold(name: BudgetName, value: number): boolean {
  const budget: Budget = budgets[name]
  const before = measured.get(name)
  measured.set(name, before === undefined ? value : budget.isLeast ? Math.min(before, value) : Math.max(before, value))
  return isMet(budget, value)
}

const isMet = ({ limit, isLeast }: Budget, value: number) => (isLeast ? value >= limit : value <= limit)

const digits: Partial<Record<Unit, number>> = { '×': 2, '%': 2, 'MB/h': 2, kB: 1, MB: 1 }
const said = (value: number, unit: Unit) =>
  `${value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: digits[unit] ?? 0 })} ${unit}`

/** Every budget, what was measured, and which were not looked at. */
export function printBudgets() {
  const rows = (Object.entries(budgets) as [BudgetName, Budget][]).map(([name, budget]) => {
    const value = measured.get(name)
    const word = value === undefined ? `not measured: ${budget.part}` : isMet(budget, value) ? 'met' : 'MISSED'
    const cells = [
      budget.what.padEnd(44),
      `${budget.isLeast ? '≥' : '≤'} ${said(budget.limit, budget.unit)}`.padStart(18),
      (value === undefined ? '' : said(value, budget.unit)).padStart(18),
      `  ${word}`,
    ]
    return { line: cells.join(''), value, word, why: budget.why }
  })
  const looked = rows.filter(({ value }) => value !== undefined)
  if (looked.length === 0) return
  console.log(`${'what it may cost'.padEnd(44)}${'budget'.padStart(18)}${'measured'.padStart(18)}`)
  for (const { line, word, why } of rows) console.log(`${line}${word === 'MISSED' && why ? `: ${why}` : ''}`)
  const missed = looked.filter(({ word }) => word === 'MISSED').length
  console.log(`\n${looked.length - missed} of ${looked.length} met, ${rows.length - looked.length} not measured`)
}
