import { hex, type Random } from '../random.ts'
import { type Dialect, iso, type Session, timeUuid, type Usage } from './session.ts'

const contextWindow = 258_400

/** Transcripts as Codex 0.169 writes them: a line for each item, and the counter of tokens behind each answer. */
export const codex: Dialect = {
  pathOf({ id, startedAt }) {
    const at = iso(startedAt)
    return `sessions/${at.slice(0, 10).replaceAll('-', '/')}/rollout-${at.slice(0, 19).replaceAll(':', '-')}-${id}.jsonl`
  },

  begin(random, session, at) {
    const { id, project, model, ask } = session
    const turn_id = turnIdOf(session)
    const meta = {
      session_id: id,
      id,
      timestamp: iso(at),
      cwd: project.path,
      runtime_workspace_roots: [project.path],
      originator: 'codex_cli_rs',
      cli_version: '0.169.0',
      source: 'cli',
      thread_source: 'user',
      model_provider: 'openai',
      git: { commit_hash: 'd62b9be0cead5641c24ba0923e29ce72cd6bd74a', branch: project.branch },
    }
    const started = { type: 'task_started', turn_id, started_at: seconds(at), model_context_window: contextWindow }
    const context = { turn_id, cwd: project.path, approval_policy: 'on-request', model, summary: 'none' }
    const words = message(random, at, 'user', 'input_text', ask)
    return [
      line(session, at, 'session_meta', meta),
      line(session, at + 2, 'event_msg', started),
      line(session, at + 40, 'turn_context', context),
      line(session, at + 44, 'response_item', words),
      line(session, at + 45, 'event_msg', { type: 'user_message', message: ask, images: [] }),
    ]
  },

  call(random, session, at, usage) {
    const { id, call, args } = session.open!
    const call_id = `call_${id}`
    const reasoning = {
      type: 'reasoning',
      id: `rs_${hex(random, 24)}`,
      summary: [],
      encrypted_content: hex(random, 32),
    }
    const item =
      call.tool === 'write' || call.tool === 'edit'
        ? { type: 'custom_tool_call', status: 'completed', call_id, name: 'apply_patch', input: patchOf(args) }
        : { type: 'function_call', name: 'exec_command', arguments: JSON.stringify({ cmd: commandOf(args) }), call_id }
    return [
      line(session, at - 30, 'response_item', reasoning),
      line(session, at, 'response_item', item),
      counted(session, at + 6, usage),
    ]
  },

  result(_random, session, at, text) {
    const { id, call } = session.open!
    const isPatch = call.tool === 'write' || call.tool === 'edit'
    const type = isPatch ? 'custom_tool_call_output' : 'function_call_output'
    const output = isPatch ? 'Success. Updated the following files:\nM 1' : text
    return [line(session, at, 'response_item', { type, call_id: `call_${id}`, output })]
  },

  say(random, session, at, words, usage) {
    const done = { turn_id: turnIdOf(session), last_agent_message: words, completed_at: seconds(at) }
    return [
      line(session, at - 4, 'event_msg', { type: 'agent_message', message: words }),
      line(session, at, 'response_item', message(random, at, 'assistant', 'output_text', words)),
      counted(session, at + 3, usage),
      line(session, at + 6, 'event_msg', { type: 'task_complete', ...done, duration_ms: at - session.startedAt }),
    ]
  },
}

/** A turn has an id that follows from its session: the demo asks each session once. */
const turnIdOf = ({ id }: Session) => `${id.slice(0, -4)}0001`

const seconds = (at: number) => Math.floor(at / 1_000)

const line = (session: Session, at: number, type: string, payload: object) => ({
  timestamp: iso(at),
  ordinal: session.lineCount++,
  type,
  payload,
})

const message = (random: Random, at: number, role: string, type: string, text: string) => ({
  type: 'message',
  id: `msg_${timeUuid(random, at)}`,
  role,
  content: [{ type, text }],
})

const countsOf = ({ fresh, cached, output, thought }: Usage) => ({
  input_tokens: fresh + cached,
  cached_input_tokens: cached,
  cache_write_input_tokens: 0,
  output_tokens: output,
  reasoning_output_tokens: thought,
  total_tokens: fresh + cached + output,
})

/** The counter behind an answer, with how much of the subscription is used. */
function counted(session: Session, at: number, usage: Usage) {
  const info = {
    total_token_usage: countsOf(session.total),
    last_token_usage: countsOf(usage),
    model_context_window: contextWindow,
  }
  return line(session, at, 'event_msg', { type: 'token_count', info, rate_limits: limitsAt(at) })
}

const hour = 3_600_000

/** Five hours fill from nothing to half, a week to two thirds. */
function limitsAt(at: number) {
  const window = (lengthMs: number, most: number) => {
    const begun = Math.floor(at / lengthMs) * lengthMs
    return {
      used_percent: Math.round(((at - begun) / lengthMs) * most * 10) / 10,
      window_minutes: lengthMs / 60_000,
      resets_at: seconds(begun + lengthMs),
    }
  }
  return {
    limit_id: 'codex',
    limit_name: null,
    primary: window(5 * hour, 52),
    secondary: window(168 * hour, 66),
    plan_type: 'plus',
  }
}

const commandOf = ({ command, path }: Record<string, string>) => command ?? `sed -n '1,200p' ${path}`

const each = (mark: string, text = '') =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => mark + line)
    .join('\n')

function patchOf({ path, content, oldText, newText }: Record<string, string>) {
  if (content !== undefined) return `*** Begin Patch\n*** Add File: ${path}\n${each('+', content)}\n*** End Patch`
  return `*** Begin Patch\n*** Update File: ${path}\n@@\n${each('-', oldText)}\n${each('+', newText)}\n*** End Patch`
}
