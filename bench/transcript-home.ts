import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const words = ['the', 'pump', 'bilge', 'harbour', 'tide', 'rope', 'chart']
const cwd = '/home/user/boat'

/**
 * A home of Claude Code with one session of so many bytes, four rows of nearly 16 MB in it, and many sub-agents. Answers
 * how it is laid out, and a way to write on.
 */
export function transcriptHome(folder: string, { bytes, subagents }: { bytes: number; subagents: number }) {
  const project = join(folder, 'projects', '-home-user-boat')
  const session = '11111111-2222-4333-8444-555555555555'
  mkdirSync(join(project, session, 'subagents'), { recursive: true })
  const path = join(project, `${session}.jsonl`)
  const file = openSync(path, 'w')
  let at = Date.UTC(2026, 10, 1)
  let rows = 0
  let written = 0
  let parent: string | null = null

  function row(fields: object, into = file) {
    const uuid = `${(++rows).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
    at += 900
    const about = { parentUuid: parent, isSidechain: false, uuid, sessionId: session, cwd, version: '2.1.300' }
    parent = uuid
    return writeSync(into, `${JSON.stringify({ ...about, timestamp: new Date(at).toISOString(), ...fields })}\n`)
  }

  const text = (count: number) =>
    Array.from({ length: count }, (_, n) => words[(n * 7 + rows) % words.length]).join(' ')
  const usage = { input_tokens: 10, output_tokens: 200, cache_read_input_tokens: 40_000 }

  function answer(content: object[]) {
    const id = `msg_${rows}`
    const message = { id, role: 'assistant', model: 'claude-opus-4-6', content, usage, stop_reason: 'tool_use' }
    written += row({ type: 'assistant', requestId: `req_${id}`, message })
  }

  /** A question, and answers with tools. */
  function turn(resultLength: (step: number) => number) {
    written += row({ type: 'user', message: { role: 'user', content: `Question ${rows}: ${text(12)}` } })
    for (let step = 0; step < 6; step++) {
      const id = `toolu_${rows}`
      answer([{ type: 'text', text: text(60) }])
      const input = step % 3 ? { file_path: `${cwd}/src/file-${rows % 400}.ts` } : { command: 'make pump' }
      answer([{ type: 'tool_use', id, name: step % 3 ? 'Read' : 'Bash', input }])
      const result = {
        type: 'tool_result',
        tool_use_id: id,
        content: 'y '.repeat(resultLength(step)),
        is_error: rows % 97 === 0,
      }
      written += row({ type: 'user', message: { role: 'user', content: [result] } })
    }
  }

  for (let large = 0; written < bytes; ) {
    const isLarge = written > (large + 1) * (bytes / 5) && large < 4
    if (isLarge) large++
    turn((step) => (isLarge && step === 3 ? 7.9e6 : 600 + (rows % 5) * 500))
  }
  closeSync(file)
  for (let number = 0; number < subagents; number++) {
    const agentId = `a${number.toString(16).padStart(7, '0')}`
    const line = (fields: object) =>
      JSON.stringify({
        isSidechain: true,
        agentId,
        sessionId: session,
        cwd,
        version: '2.1.300',
        timestamp: new Date(at + number).toISOString(),
        ...fields,
      })
    const message = {
      id: `msg_sub_${number}`,
      role: 'assistant',
      model: 'claude-haiku-4-5',
      content: [{ type: 'text', text: text(40) }],
      usage,
      stop_reason: 'end_turn',
    }
    writeFileSync(
      join(project, session, 'subagents', `agent-${agentId}.jsonl`),
      `${line({ type: 'user', message: { role: 'user', content: 'Look at it' } })}\n${line({ type: 'assistant', requestId: `req_sub_${number}`, message })}\n`,
    )
  }
  return {
    bytes: written,
    rows,
    /** Appends an answer, as a session does that is at work; `mark` stands in it. */
    write(mark: string) {
      const append = openSync(path, 'a')
      at = Date.now()
      const message = {
        id: `msg_${mark}`,
        role: 'assistant',
        model: 'claude-opus-4-6',
        content: [{ type: 'text', text: `${mark} ${text(80)}` }],
        usage,
        stop_reason: 'end_turn',
      }
      row({ type: 'assistant', requestId: `req_${mark}`, message }, append)
      closeSync(append)
    },
  }
}
