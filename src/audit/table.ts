import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Credential } from '../auth/credential-kind.ts'
import type { ActorRole, Stage } from './audit-line.ts'

export const audit = sqliteTable('audit', {
  id: integer().primaryKey(),
  at: integer().notNull(),
  actId: text('act_id').notNull(),
  stage: text().$type<Stage>().notNull(),
  who: text().notNull(),
  role: text().$type<ActorRole>().notNull(),
  credential: text().$type<Credential>(),
  action: text().notNull(),
  target: text().notNull(),
  detail: text(),
})
