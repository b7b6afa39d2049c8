import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import type { TranscriptItem } from '../../../../src/facts/transcript.ts'
import { find, press, textsOf } from '../../../testing/dom.ts'
import { createFakeServer } from '../../../testing/fake-server.ts'
import { showOnPage } from '../../../testing/page.tsx'
import { sampleNow, sampleSession } from '../../../testing/samples.ts'
import { layOut, resizeTo } from '../../../testing/stand-ins.ts'
import { createExpansion } from './create-expansion.ts'
import { createTranscriptView } from './create-transcript-view.ts'
import { TranscriptView } from './transcript-view.tsx'

const server = createFakeServer()
const windowHeight = 400
const lineHeight = 100

const message = (id: string): TranscriptItem => ({
  id,
  at: sampleNow,
  kind: 'message',
  role: 'assistant',
  sender: null,
  text: `text of ${id}`,
  truncated: false,
  bytes: 1,
  pictures: [],
  model: null,
  costUsd: null,
  stopReason: null,
})
const tool = (id: string): TranscriptItem => ({
  id,
  at: sampleNow,
  kind: 'tool',
  callId: id,
  tool: 'bash',
  argument: 'ls',
  action: null,
  input: { text: 'ls -l', truncated: false, bytes: 5 },
  endedAt: sampleNow + 1_000,
  result: { text: 'a file', truncated: false, bytes: 6, isError: false, pictures: [] },
})
const page = (items: TranscriptItem[]) => ({
  items,
  previousCursor: null,
  nextCursor: 'after',
  complete: true,
  missing: null,
})

/** A transcript of lines that are each 100 pixels high, in a window of 400 pixels. */
async function open(items: TranscriptItem[]) {
  const lineCount = () => document.querySelectorAll('.item').length
  layOut('.transcript', { height: windowHeight, content: () => lineCount() * lineHeight })
  const [id, setId] = createSignal('openclaw.main.a')
  let view!: ReturnType<typeof createTranscriptView>
  showOnPage(() => {
    const props = {
      get id() {
        return id()
      },
      known: undefined,
      nameOf: () => 'Clara',
      timezone: 'UTC',
      beside: true,
      onClose: () => {},
    }
    view = createTranscriptView(props)
    const expansion = createExpansion()
    const marginalia = {
      turnCost: () => undefined,
      subagentCost: () => undefined,
      isBookmarked: () => false,
      bookmark: () => {},
    }
    return (
      <TranscriptView
        {...props}
        session={sampleSession('openclaw.main.a')}
        log={view}
        expansion={expansion}
        marginalia={marginalia}
        onRetry={() => {}}
      />
    )
  })
  await server.settled()
  await server.last().answer(page(items))
  const box = find('.transcript')
  /** What a browser does once what is shown has another height. */
  const settle = () => resizeTo(find('.transcript-content'), 800, lineCount() * lineHeight)
  /** The event that follows every change of the scroll position. */
  const scrolled = () => {
    box.dispatchEvent(new Event('scroll'))
    return server.settled()
  }
  settle()
  return {
    box,
    setId,
    settle,
    scrolled,
    scrollTo(top: number) {
      box.scrollTop = top
      return scrolled()
    },
    /** What was written since then. */
    async write(items: TranscriptItem[]) {
      view.transcript.changed()
      await server.wait(1_000)
      await server.last().answer(page(items))
      settle()
    },
  }
}
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => message(`m${from + at}`))
const chip = () => textsOf('.follow').join()

test('a transcript begins at its end, and stays there while it grows', async () => {
  const { box, write } = await open(ids(0, 20))
  expect([box.scrollTop, chip()]).toEqual([2_000, ''])
  await write(ids(20, 23))
  expect([box.scrollTop, chip()]).toEqual([2_300, ''])
})

test('who scrolls up stays where they are, and is told how much is new', async () => {
  const { box, scrollTo, write } = await open(ids(0, 20))
  await scrollTo(1_200)
  expect(chip()).toBe('End to follow')
  await write(ids(20, 23))
  expect([box.scrollTop, chip()]).toEqual([1_200, '3 new, End to follow'])
})

test('who comes to the end again follows it again', async () => {
  const { box, scrollTo, write } = await open(ids(0, 20))
  await scrollTo(1_200)
  await scrollTo(2_000 - windowHeight - 20)
  expect(chip()).toBe('')
  await write(ids(20, 21))
  expect(box.scrollTop).toBe(2_100)
})

test('End and the button follow the end from anywhere', async () => {
  const { box, scrollTo, scrolled } = await open(ids(0, 20))
  await scrollTo(500)
  box.focus()
  expect(press('End')).toBe(true)
  await scrolled()
  expect([box.scrollTop, chip()]).toEqual([2_000, ''])
  await scrollTo(500)
  find('.follow').click()
  await scrolled()
  expect([box.scrollTop, chip()]).toEqual([2_000, ''])
})

test('text that is folded up below does not count as scrolling up', async () => {
  const { box, settle, scrollTo } = await open(ids(0, 20))
  document.querySelectorAll('.item')[19]!.remove()
  settle()
  await scrollTo(1_900 - windowHeight)
  expect([box.scrollTop, chip()]).toEqual([1_500, ''])
})

test('a tool call is expanded and collapsed by hand, until another session is opened', async () => {
  const { setId } = await open([tool('t1'), tool('t2')])
  const expanded = () =>
    [...document.querySelectorAll('.tool > button')].map((button) => button.getAttribute('aria-expanded'))
  expect(expanded()).toEqual(['false', 'false'])
  document.querySelectorAll<HTMLElement>('.tool > button')[1]!.click()
  expect(expanded()).toEqual(['false', 'true'])
  expect(textsOf('.well')).toEqual(['ls -l', 'a file'])
  setId('openclaw.main.b')
  await server.settled()
  await server.last().answer(page([tool('t1'), tool('t2')]))
  expect(expanded()).toEqual(['false', 'false'])
})
