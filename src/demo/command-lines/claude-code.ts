import { hunkOf } from '../edited-lines.ts'
import { chance, hex, type Random, uuid } from '../random.ts'
import { type Dialect, iso, type Session, type Usage } from './session.ts'

const version = '2.1.332'

/**
 * Transcripts as Claude Code writes them: a line for each block of an answer, results as lines of the user, and a file
 * of its own for each sub-agent, below the session that sent it.
 */
export const claudeCode: Dialect = {
  pathOf(session) {
    const folder = session.project.path.replace(/[^a-zA-Z0-9]/g, '-')
    const { parent } = session
    return parent
      ? `projects/${folder}/${parent.id}/subagents/agent-${agentIdOf(session)}.jsonl`
      : `projects/${folder}/${session.id}.jsonl`
  },

  begin(random, session, at) {
    const promptId = uuid(random)
    const words = { role: 'user', content: session.ask }
    const prompt = session.parent ? {} : { permissionMode: 'default', promptSource: 'cli' }
    const head = session.parent ? [] : [{ type: 'mode', mode: 'normal', sessionId: session.id }]
    const title = { type: 'ai-title', aiTitle: session.title, sessionId: session.id }
    return [
      ...head,
      lineOf(random, session, at, { promptId, type: 'user', message: words }, prompt),
      ...(session.parent ? [] : [title]),
    ]
  },

  call(random, session, at, usage) {
    const { id, call, args } = session.open!
    const use = { type: 'tool_use', id: `toolu_01${id.slice(0, 22)}`, ...toolOf(session, call.tool, args) }
    return answer(random, session, at, [...thoughtOf(random, session), use], 'tool_use', usage)
  },

  result(random, session, at, text) {
    const { id, call, args } = session.open!
    const block = { tool_use_id: `toolu_01${id.slice(0, 22)}`, type: 'tool_result', content: text }
    const message = { role: 'user', content: [block] }
    const toolUseResult = resultOf(session, call.tool, args, text)
    return [lineOf(random, session, at, { type: 'user', message }, { toolUseResult })]
  },

  say(random, session, at, words, usage) {
    const lines = answer(random, session, at, [{ type: 'text', text: words }], 'end_turn', usage)
    if (session.parent) return lines
    return [...lines, { type: 'last-prompt', lastPrompt: session.ask, leafUuid: session.tip, sessionId: session.id }]
  },
}

const agentIdOf = ({ id }: Session) => `a${id.replaceAll('-', '').slice(0, 16)}`

/** The small file beside the transcript of a sub-agent, which names its task. */
export const aboutHelper = (session: Session) => ({
  agentType: 'general-purpose',
  description: session.title,
  toolUseId: `toolu_01${session.sentBy?.slice(0, 22)}`,
  spawnDepth: 1,
})

/** A line of a conversation, below the one before it. */
function lineOf(random: Random, session: Session, at: number, body: object, after: object = {}) {
  const line = {
    parentUuid: session.tip,
    isSidechain: session.parent !== null,
    ...(session.parent && { agentId: agentIdOf(session) }),
    ...body,
    uuid: uuid(random),
    timestamp: iso(at),
    ...after,
    userType: 'external',
    entrypoint: 'cli',
    cwd: session.project.path,
    sessionId: (session.parent ?? session).id,
    version,
    gitBranch: session.project.branch,
  }
  session.tip = line.uuid
  session.lineCount += 1
  return line
}

function answer(random: Random, session: Session, at: number, blocks: object[], stopReason: string, counts: Usage) {
  const about = { id: `msg_01${hex(random, 22)}`, type: 'message', role: 'assistant', model: session.model }
  const requestId = `req_011${hex(random, 21)}`
  const usage = usageOf(counts)
  return blocks.map((block) => {
    const end = { stop_reason: stopReason, usage, stop_details: null }
    const message = { ...about, stop_sequence: null, content: [block], ...end }
    return lineOf(random, session, at, { message, requestId, type: 'assistant' })
  })
}

const usageOf = ({ fresh, cached, output }: Usage) => ({
  input_tokens: 4,
  cache_creation_input_tokens: fresh,
  cache_read_input_tokens: cached,
  output_tokens: output,
  server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
  service_tier: 'standard',
  cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: fresh },
  inference_geo: '',
  iterations: [],
  speed: 'standard',
})

/** The model thinks before some of its calls. */
function thoughtOf(random: Random, session: Session) {
  if (!chance(random, 0.35)) return []
  const thinking = `The next thing to know for “${session.title}” is what this part does now. Then the change is small.`
  return [{ type: 'thinking', thinking, signature: `Eq${hex(random, 32)}` }]
}

function toolOf({ project }: Session, tool: string, args: Record<string, string>) {
  const file_path = `${project.path}/${args.path ?? ''}`
  switch (tool) {
    case 'read':
      return { name: 'Read', input: { file_path } }
    case 'write':
      return { name: 'Write', input: { file_path, content: args.content } }
    case 'edit':
      return { name: 'Edit', input: { file_path, old_string: args.oldText, new_string: args.newText } }
    case 'web_search':
      return { name: 'WebSearch', input: { query: args.query } }
    case 'web_fetch':
      return { name: 'WebFetch', input: { url: args.url, prompt: 'What does this page say about it?' } }
    case 'sessions_spawn':
      return {
        name: 'Agent',
        input: { description: args.label, prompt: args.task, subagent_type: 'general-purpose' },
      }
    default:
      return { name: 'Bash', input: { command: args.command ?? 'true' } }
  }
}

function resultOf(session: Session, tool: string, args: Record<string, string>, text: string): unknown {
  const filePath = `${session.project.path}/${args.path ?? ''}`
  switch (tool) {
    case 'read': {
      const numLines = text.split('\n').length
      return { type: 'text', file: { filePath, numLines, startLine: 1, totalLines: numLines } }
    }
    case 'write':
      return { type: 'create', filePath, content: args.content, structuredPatch: [], originalFile: null }
    case 'edit':
      return {
        filePath,
        oldString: args.oldText,
        newString: args.newText,
        structuredPatch: [hunkOf(filePath, args.oldText ?? '', args.newText ?? '')],
        userModified: false,
        replaceAll: false,
      }
    case 'sessions_spawn':
      return { status: 'completed', agentId: session.helper && agentIdOf(session.helper), prompt: args.task }
    case 'web_search': {
      const found = {
        tool_use_id: `srvtoolu_01${session.open!.id.slice(0, 22)}`,
        content: [{ title: args.query, url: 'https://example.org/' }],
      }
      return { query: args.query, results: [found, text], durationSeconds: 2.4, searchCount: 1 }
    }
    default:
      return { stdout: '', stderr: '', interrupted: false, isImage: false }
  }
}
