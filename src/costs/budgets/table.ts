import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const budgetLevels = sqliteTable(
  'budget_levels',
  {
    budget: text('budget').notNull(),
    period: text('period').notNull(),
    level: real('level').notNull(),
    at: integer('at').notNull(),
    spentUsd: real('spent_usd').notNull(),
  },
  (table) => [primaryKey({ columns: [table.budget, table.period, table.level] })],
)
