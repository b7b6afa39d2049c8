import { sha256 } from '../../lib/crypto.ts'
import { hex, type Random, uuid } from '../random.ts'
import { type Dialect, iso, type Project, type Session, type Usage } from './session.ts'

/**
 * Chats as Gemini CLI 0.61 records them: messages and changes of the chat's data in lines, an answer once before and
 * once after its tool has run.
 */
export const gemini: Dialect = {
  pathOf({ id, project, startedAt }) {
    const stamp = iso(startedAt).slice(0, 16).replace(':', '-')
    return `tmp/${folderOf(project)}/chats/session-${stamp}-${id.slice(0, 8)}.jsonl`
  },

  begin(random, session, at) {
    const { id, project, ask } = session
    const time = iso(at)
    const projectHash = sha256(project.path)
    const context = [
      '<session_context>',
      'This is the Gemini CLI. We are setting up the context for our chat.',
      '- **Workspace Directories:**',
      `  - ${project.path}`,
      '</session_context>',
    ].join('\n')
    const first = { id: hex(random, 32), timestamp: time, type: 'user', content: [{ text: context }] }
    return [
      { sessionId: id, projectHash, startTime: time, lastUpdated: time, kind: 'main' },
      { $set: { messages: [first], lastUpdated: time } },
      { id: uuid(random), timestamp: time, type: 'user', content: [{ text: ask }] },
      updated(at),
    ]
  },

  call(random, session, at, usage) {
    const answer = answerOf(random, session, at, '', usage)
    session.tip = JSON.stringify(answer)
    return [answer, { ...answer, toolCalls: [{ ...toolOf(session), status: 'executing' }] }, updated(at)]
  },

  result(random, session, at, text) {
    const { id, call } = session.open!
    const response = { functionResponse: { id, name: nameOf(call.tool), response: { output: text } } }
    const answer = JSON.parse(session.tip ?? '{}')
    const done = { ...toolOf(session), result: [response], status: 'success', timestamp: iso(at) }
    return [
      { ...answer, toolCalls: [done] },
      { id: uuid(random), timestamp: iso(at), type: 'user', content: [response] },
      updated(at),
    ]
  },

  say: (random, session, at, words, usage) => [answerOf(random, session, at, words, usage), updated(at)],
}

/** The folder of a project's chats. */
export const folderOf = ({ path }: Project) => path.split('/').at(-1)!

const updated = (at: number) => ({ $set: { lastUpdated: iso(at) } })

function answerOf(random: Random, session: Session, at: number, content: string, usage: Usage) {
  const { fresh, cached, output, thought } = usage
  const [input, said] = [fresh + cached, output - thought]
  const tokens = { input, output: said, cached, thoughts: thought, tool: 0, total: input + said + thought }
  const thoughts = [
    { subject: 'Looking closer', description: `What is missing for “${session.title}”`, timestamp: iso(at) },
  ]
  return { id: uuid(random), timestamp: iso(at), type: 'gemini', content, thoughts, tokens, model: session.model }
}

const names: Record<string, string> = {
  read: 'read_file',
  write: 'write_file',
  edit: 'replace',
  web_search: 'google_web_search',
  web_fetch: 'web_fetch',
}

const nameOf = (tool: string) => names[tool] ?? 'run_shell_command'

function toolOf({ open, project }: Session) {
  const { id, call, args } = open!
  const { path, content, oldText, newText, query, url, command } = args
  const file_path = `${project.path}/${path}`
  const given = {
    read_file: { absolute_path: file_path },
    write_file: { file_path, content },
    replace: { file_path, old_string: oldText, new_string: newText },
    google_web_search: { query },
    web_fetch: { prompt: `Read ${url}` },
    run_shell_command: { command: command ?? 'true' },
  }
  const name = nameOf(call.tool)
  return { id, name, args: given[name as keyof typeof given] }
}
