import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { temporary } from '../../../lib/testing/temporary.ts'
import type { World } from '../../source.contract.ts'
import { createClaudeCode } from '../claude-code.ts'

/** The time of the tests: a little later than the recording. */
export const now = () => Date.UTC(2026, 10, 22)

export const claudeCodeIn = (...folders: string[]) => createClaudeCode({ folders, now })

/** How many model answers the recording holds. */
const recordedCalls = 8

const project = join('projects', '-home-user-boat')

/** The recording, copied, so that more can be written into it. */
export function recordedFolder() {
  const folder = temporary('claude-code')
  cpSync(resolve('tests/homes/claude-code'), folder.path, { recursive: true })
  const files = readdirSync(folder.at(project), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => folder.at(project, name))
    .sort()
  return {
    ...folder,
    /** The transcript that contains some words. */
    with: (words: string) => files.find((file) => readFileSync(file, 'utf8').includes(words))!,
    subagent: files.find((file) => file.includes('subagents'))!,
  }
}

/** An empty folder into which transcripts can be written, line by line. */
export function emptyFolder() {
  const folder = temporary('claude-code')
  return {
    ...folder,
    write(inside: string, lines: unknown[]) {
      const path = folder.at('projects', inside)
      mkdirSync(dirname(path), { recursive: true })
      appendFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))
      return path
    },
  }
}

let answers = 0

type Answered = { message?: object; usage?: object; [field: string]: unknown }

/** A line with a model answer as Claude Code writes it, by default of 100 tokens of input and 10 of output. */
export function answerLine({ message = {}, usage = {}, ...rest }: Answered = {}) {
  const n = ++answers
  return {
    parentUuid: 'p',
    isSidechain: false,
    type: 'assistant',
    cwd: '/home/user/boat',
    sessionId: 's',
    uuid: `uuid-${n}`,
    requestId: `req_made_${n}`,
    timestamp: '2026-11-21T16:00:00.000Z',
    ...rest,
    message: {
      id: `msg_made_${n}`,
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'Aye.' }],
      ...message,
      usage: {
        input_tokens: 100,
        output_tokens: 10,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        ...usage,
      },
    },
  }
}

/** Appends a line, and answers its length in bytes. */
function append(file: string, line: unknown) {
  const text = `${JSON.stringify(line)}\n`
  appendFileSync(file, text)
  return Buffer.byteLength(text)
}

/** The recording as stores of the contract; new lines are appended to one of its files. */
function worldOf(choose: (folder: ReturnType<typeof recordedFolder>) => string, more: Answered): World {
  const folder = recordedFolder()
  const file = choose(folder)
  let added = 0
  const next = () => {
    added++
    return answerLine(more)
  }
  return {
    source: () => claudeCodeIn(folder.path),
    absent: () => ({ source: claudeCodeIn(folder.at('nowhere')), where: folder.at('nowhere') }),
    get calls() {
      return recordedCalls + added
    },
    answer: () => append(file, next()),
    garble: () => appendFileSync(file, '{"type":"assistant","message":{"usage":\n'),
    ruin() {
      writeFileSync(folder.with('Lose the line'), 'No transcript any more\n'.repeat(500))
      return 1
    },
    tear() {
      const line = `${JSON.stringify(next())}\n`
      appendFileSync(file, line.slice(0, 120))
      return () => appendFileSync(file, line.slice(120))
    },
    [Symbol.dispose]: folder[Symbol.dispose],
  }
}

export const sessionWorld = () => worldOf((folder) => folder.with('And now?'), {})

export const subagentWorld = () =>
  worldOf((folder) => folder.subagent, { isSidechain: true, agentId: 'a', message: { stop_reason: 'tool_use' } })
