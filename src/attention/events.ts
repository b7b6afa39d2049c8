/** What needed a person was opened, settled, set aside or brought back; the open list itself is in `overview.changed`. */
export type AttentionEvent = { kind: 'needs.changed' }
