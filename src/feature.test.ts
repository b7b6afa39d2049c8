import { expect, test } from 'bun:test'
import { z } from 'zod'
import { defineFeature, type EventOf } from './feature.ts'

type NoteEvent = { kind: 'note.added'; note: { id: string; text: string } } | { kind: 'note.removed'; id: string }

const rule = { topics: (): ['notes'] => ['notes'], redact: { screen: 'nothing', viewer: 'whole' } } as const

test('a feature is what was said of it, and its events are known by its type', () => {
  const notes = defineFeature<NoteEvent>()({
    name: 'notes',
    topics: { notes: 'screen', 'note:ID': 'viewer' },
    events: {
      'note.added': {
        topics: ({ note }) => [`note:${note.id}`, 'notes', 'overview'],
        redact: { screen: (event) => ({ ...event, note: { ...event.note, text: '' } }), viewer: 'whole' },
      },
      'note.removed': rule,
    },
    settings: { notes: z.strictObject({ max: z.int() }) },
  })
  const added: EventOf<typeof notes> = { kind: 'note.added', note: { id: 'a', text: 'words' } }
  expect(notes.events['note.added'].topics(added)).toEqual(['note:a', 'notes', 'overview'])
  // @ts-expect-error: no feature publishes this.
  const other: EventOf<typeof notes> = { kind: 'note.lost' }
  expect(other.kind as string).not.toBe(added.kind)
})

test('what is missing of an event does not compile', () => {
  const topics = { notes: 'screen' } as const
  // @ts-expect-error: an event without a rule.
  defineFeature<NoteEvent>()({ name: 'notes', topics, events: { 'note.added': rule } })
  defineFeature<NoteEvent>()({
    name: 'notes',
    topics,
    events: {
      'note.removed': rule,
      // @ts-expect-error: nothing is said of what a screen hears.
      'note.added': { topics: () => ['notes'], redact: { viewer: 'whole' } },
    },
  })
  defineFeature<NoteEvent>()({
    name: 'notes',
    topics,
    events: {
      'note.removed': rule,
      // @ts-expect-error: no topic.
      'note.added': { topics: () => [], redact: { screen: 'nothing' } },
    },
  })
  defineFeature<NoteEvent>()({
    name: 'notes',
    topics,
    events: {
      'note.removed': rule,
      // @ts-expect-error: a topic that neither the feature nor the product has.
      'note.added': { topics: () => ['note'], redact: { screen: 'nothing' } },
    },
  })
  expect(topics.notes).toBe('screen')
})
