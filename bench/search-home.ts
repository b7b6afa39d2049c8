import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const cwd = '/home/user/boat'
const pieceLetters = 3_000
const sessionRows = 200
/** A file beyond this is made by a program, and no text that anybody wrote. */
const maxFileBytes = 400_000

/**
 * A home of Claude Code whose sessions hold so many bytes of real text: what the packages of this project say, in pieces,
 * as answers, as what tools wrote and as what they answered. Answers how many rows and sessions that makes. A word that
 * stands nowhere else is written into one row of the oldest session.
 */
export function searchHome(folder: string, { bytes, mark }: { bytes: number; mark: string }) {
  const project = join(folder, 'projects', '-home-user-boat')
  mkdirSync(project, { recursive: true })
  const files = [...new Bun.Glob('**/*.{md,ts,js,mjs,css}').scanSync('node_modules')]
    .filter((path) => !path.includes('.min.') && Bun.file(`node_modules/${path}`).size < maxFileBytes)
    .sort()
  const begin = Date.UTC(2026, 0, 1)
  let written = 0
  let rows = 0
  let sessions = 0
  let file: number | undefined
  let session = ''

  function write(type: 'user' | 'assistant', content: unknown) {
    if (rows % sessionRows === 0) {
      if (file !== undefined) closeSync(file)
      session = `${(++sessions).toString(16).padStart(8, '0')}-2222-4333-8444-555555555555`
      file = openSync(join(project, `${session}.jsonl`), 'w')
    }
    rows++
    const message =
      type === 'user'
        ? { role: type, content }
        : { id: `msg_${rows}`, role: type, model: 'claude-opus-4-6', content, usage: { output_tokens: 200 } }
    const timestamp = new Date(begin + rows * 20_000).toISOString()
    const about = { uuid: `row-${rows}`, isSidechain: false, cwd, sessionId: session, version: '2.1.300', timestamp }
    writeSync(file!, `${JSON.stringify({ ...about, type, message })}\n`)
  }

  for (let round = 0; written < bytes; round++)
    for (const path of files) {
      const text = readFileSync(`node_modules/${path}`, 'utf8')
      // In another round the pieces end elsewhere.
      for (let from = 0; from < text.length && written < bytes; from += pieceLetters + round * 37) {
        const piece = text.slice(from, from + pieceLetters + round * 37)
        const id = `tool_${rows}`
        if (rows % 4 === 0) write('user', rows === 0 ? `${piece} ${mark}` : piece)
        else if (rows % 4 === 1) write('assistant', [{ type: 'text', text: piece }])
        else if (rows % 4 === 2)
          write('assistant', [
            { type: 'tool_use', id, name: 'Write', input: { file_path: `${cwd}/${path}`, content: piece } },
          ])
        else write('user', [{ type: 'tool_result', tool_use_id: id, content: piece }])
        written += Buffer.byteLength(piece)
      }
    }
  if (file !== undefined) closeSync(file)
  return { bytes: written, rows, sessions }
}
