import type { AuditLine } from './audit-line.ts'

export type AuditEvent = { kind: 'audited'; line: AuditLine }
