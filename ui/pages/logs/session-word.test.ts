import { expect, test } from 'bun:test'
import { sessionWord } from './session-word.ts'

const uuid = 'a5d1b30c-2154-4979-86da-7e13ffdc37fd'
const job = '9177b0b5-b565-47bb-b975-f4ed5a6ebfcb'
const rows: [json: string | null, text: string, word: string | null][] = [
  [`{"sessionId":"openclaw.rigger.${uuid}"}`, 'rigger failed', `openclaw.rigger.${uuid}`],
  [`{"sessionKey":"agent:ops:cron:${job}:run:${uuid}"}`, '', `agent:ops:cron:${job}:run:${uuid}`],
  [null, 'lane wait exceeded: lane=session:agent:main:main waitedMs=9', 'agent:main:main'],
  [null, `job ${job} ended, sessionId=${uuid}`, uuid],
  [`{"jobId":"${job}"}`, 'job ended', job],
  [null, 'the disk is full', null],
]

for (const [json, text, word] of rows)
  test(`of “${json ?? text}” ${word === null ? 'no session' : word} is looked for`, () =>
    expect(sessionWord({ no: 1, source: 'a', at: 0, isDated: true, level: 'error', text, json })).toBe(word))
