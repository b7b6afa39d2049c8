import type { NoteKind } from '../../../../src/facts/transcript.ts'

/** What a note says, in one or two words. */
export const noteWords: Record<NoteKind, string> = {
  compaction: 'Compacted',
  'model-change': 'Model',
  reset: 'Conversation reset',
  resumed: 'Resumed',
  branch: 'Branch',
  interrupted: 'Interrupted',
  context: 'Context',
  error: 'Error',
  unreadable: 'Cannot be read',
  other: 'Note',
}
