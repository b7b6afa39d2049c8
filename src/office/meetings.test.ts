import { expect, test } from 'bun:test'
import { meetingsOf } from './meetings.ts'
import { officeTimings } from './timings.ts'

const now = 1_000_000_000
const minute = 60_000

/** Messages as `from to minutes ago`; the answer is who meets. */
function meet(...written: string[]) {
  const messages = written.map((one, at) => {
    const [fromId, toId, ago] = one.split(' ')
    return { id: String(at), fromId: fromId!, toId: toId!, at: now - Number(ago) * minute }
  })
  return meetingsOf(messages, now).map(({ ids }) => ids.join(' '))
}

const rows: [what: string, messages: string[], meetings: string[]][] = [
  ['two who wrote to each other meet', ['a b 2.5', 'b a 0.5'], ['a b']],
  ['words without an answer are no meeting', ['a b 1', 'a b 0.5'], []],
  ['what was long ago is over', ['a b 2', 'b a 9'], []],
  ['who talks to one of them sits with them', ['a b 1', 'b a 1', 'c b 1', 'b c 0'], ['a b c']],
  ['two talks are two meetings', ['a b 1', 'b a 1', 'c d 1', 'd c 1'], ['a b', 'c d']],
  ['two talks become one', ['a b 1', 'b a 1', 'c d 1', 'd c 1', 'b c 0', 'c b 0'], ['a b c d']],
  ['a clock that is far ahead says nothing', ['a b -60', 'b a -60'], []],
]
for (const [what, messages, meetings] of rows) test(what, () => expect(meet(...messages)).toEqual(meetings))

test('a meeting ends a while after the last answer', () => {
  const messages = [
    { id: '1', fromId: 'a', toId: 'b', at: now },
    { id: '2', fromId: 'b', toId: 'a', at: now },
  ]
  expect(meetingsOf(messages, now + officeTimings.meetingLastsMs - 1)).toHaveLength(1)
  expect(meetingsOf(messages, now + officeTimings.meetingLastsMs)).toEqual([])
})
