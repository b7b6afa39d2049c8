import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { roles } from './role.ts'

export const tokens = sqliteTable('tokens', {
  id: text().primaryKey(),
  name: text().notNull(),
  role: text({ enum: roles }).notNull(),
  mayAct: integer('may_act', { mode: 'boolean' }).notNull().default(false),
  secretHash: text('secret_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
})

export const signIns = sqliteTable('sign_ins', {
  id: text().primaryKey(),
  role: text({ enum: roles }).notNull(),
  tokenId: text('token_id'),
  cookieHash: text('cookie_hash').notNull(),
  keyHash: text('key_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  revokedAt: integer('revoked_at'),
})
