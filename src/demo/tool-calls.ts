import type { Call } from './task.ts'

/** Constructors of tool calls for the tasks. */

export const run = (command: string, result: string, more?: Partial<Call>): Call => ({
  tool: 'exec',
  args: { command },
  result,
  ...more,
})
export const read = (path: string, result: string, more?: Partial<Call>): Call => ({
  tool: 'read',
  args: { path },
  result,
  ...more,
})
export const write = (path: string, content: string): Call => ({
  tool: 'write',
  args: { path, content },
  result: `Successfully wrote ${content.length} bytes to ${path}`,
})
export const edit = (path: string, oldText: string, newText: string): Call => ({
  tool: 'edit',
  args: { path, oldText, newText },
  result: `Successfully replaced 1 block(s) in ${path}.`,
})
export const search = (query: string, result: string): Call => ({
  tool: 'web_search',
  args: { query },
  result,
  lines: 8,
})
export const fetchPage = (url: string, result: string, lines = 40): Call => ({
  tool: 'web_fetch',
  args: { url },
  result,
  lines,
})
export const remember = (query: string, result: string): Call => ({ tool: 'memory_search', args: { query }, result })
export const tell = (message: string): Call => ({
  tool: 'message',
  args: { action: 'send', channel: 'telegram', message },
  result: '{"ok":true,"messageId":"{4000-9000}"}',
})
export const spawn = (helper: string, label: string, task: string): Call => ({
  tool: 'sessions_spawn',
  args: { task, label, agentId: helper },
  result: 'accepted',
  helper,
})

/** Words to another agent, which answers at once. */
export const askMate = (agent: string, message: string, reply: string): Call => ({
  tool: 'sessions_send',
  args: { sessionKey: `agent:${agent}:main`, message, timeoutSeconds: '30' },
  result: JSON.stringify({ status: 'ok', sessionKey: `agent:${agent}:main`, reply }),
})

export const testLine = '(pass) reconnect > case {1-400} keeps its cursor [{1-90}.{10-99}ms]'
export const logLine =
  '2026-11-{10-28}T{10-23}:{10-59}:{10-59}Z info  beam {1-12} request served in {2-480} ms, {1-40} in flight'
export const tableLine = '| route-{100-999} | {1-40}.{10-99} | {10-90} % | {1000-9000} |'
