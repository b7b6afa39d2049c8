import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CommandLine, type Place, runOnce } from './command-lines.ts'
import { type Call, startScriptedModel } from './scripted-model.ts'

/**
 * One session of a real command line in which the model calls a tool of every kind, some that fail and one that is none:
 * what it leaves behind has everything that a parser of its transcripts has to know.
 */
const question = {
  question: 'Which colour?',
  header: 'Colour',
  options: [{ label: 'Red', description: 'Like port' }],
}
const errand = { description: 'Look below', prompt: 'Look below act:say' }
const step = { content: 'Sail', description: 'Sail', status: 'in_progress', activeForm: 'Sailing', priority: 'high' }
const lines = 'one\ntwo\nthree\n'

const calls: Record<CommandLine['runtime'], (inProject: (name: string) => string) => Call[]> = {
  'claude-code': (at) => [
    { name: 'Write', args: { file_path: at('a.txt'), content: lines } },
    { name: 'Read', args: { file_path: at('a.txt') } },
    { name: 'Edit', args: { file_path: at('a.txt'), old_string: 'two', new_string: 'another' } },
    { name: 'Write', args: { file_path: at('a.txt'), content: 'one\nmore\n' } },
    { name: 'Bash', args: { command: 'echo hi; exit 3', description: 'Work' } },
    { name: 'Bash', args: { command: 'sleep 1', description: 'Work', run_in_background: true } },
    { name: 'TaskCreate', args: { subject: 'Sail', description: 'Sail away' } },
    { name: 'TaskUpdate', args: { taskId: '1', status: 'completed' } },
    { name: 'ToolSearch', args: { query: 'select:NotebookEdit', max_results: 1 } },
    { name: 'NotebookEdit', args: { notebook_path: at('a.ipynb'), new_source: 'x' } },
    { name: 'Agent', args: { ...errand, subagent_type: 'general-purpose' } },
    { name: 'Read', args: { file_path: at('picture.png') } },
    { name: 'Nonsense', args: {} },
  ],
  codex: (at) => [
    { name: 'exec_command', args: { cmd: 'echo hi; exit 3' } },
    {
      name: 'exec_command',
      args: { cmd: "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: a.txt\n+one\n*** End Patch\nEOF" },
    },
    {
      name: 'exec_command',
      args: { cmd: "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: a.txt\n@@\n-one\n+two\n*** End Patch\nEOF" },
    },
    { name: 'write_stdin', args: { session_id: 1, chars: 'x' } },
    { name: 'view_image', args: { path: at('picture.png') } },
    { name: 'request_user_input', args: { questions: [{ id: 'colour', ...question }] } },
    { name: 'spawn_agent', args: { message: errand.prompt }, namespace: 'multi_agent_v1' },
    { name: 'nonsense', args: {} },
  ],
  gemini: (at) => [
    { name: 'write_file', args: { file_path: at('a.txt'), content: lines } },
    { name: 'read_file', args: { file_path: at('a.txt') } },
    {
      name: 'replace',
      args: { file_path: at('a.txt'), old_string: 'two', new_string: 'another', instruction: 'Do it' },
    },
    { name: 'glob', args: { pattern: '*.txt' } },
    { name: 'grep_search', args: { pattern: 'one' } },
    { name: 'list_directory', args: { dir_path: at('') } },
    { name: 'run_shell_command', args: { command: 'echo hi; exit 3', description: 'Work' } },
    { name: 'write_todos', args: { todos: [step] } },
    { name: 'read_file', args: { file_path: at('picture.png') } },
    { name: 'invoke_agent', args: { agent_name: 'generalist', prompt: errand.prompt } },
    { name: 'enter_plan_mode', args: { reason: 'To plan' } },
    { name: 'nonsense', args: {} },
  ],
  opencode: (at) => [
    { name: 'write', args: { filePath: at('a.txt'), content: lines } },
    { name: 'read', args: { filePath: at('a.txt') } },
    { name: 'edit', args: { filePath: at('a.txt'), oldString: 'two', newString: 'another' } },
    { name: 'glob', args: { pattern: '*.txt' } },
    { name: 'grep', args: { pattern: 'one' } },
    { name: 'bash', args: { command: 'sh -c "echo hi; exit 3"', description: 'Work' } },
    { name: 'todowrite', args: { todos: [{ id: '1', ...step }] } },
    { name: 'read', args: { filePath: at('picture.png') } },
    { name: 'task', args: { ...errand, subagent_type: 'general' } },
    { name: 'nonsense', args: {} },
  ],
}

const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Runs the session in a home of its own below a folder, and answers the home. Throws where it does not come to its end. */
export async function callEveryTool(line: CommandLine, folder: string): Promise<string> {
  const home = join(folder, line.runtime)
  const project = join(home, 'boat')
  mkdirSync(project, { recursive: true })
  spawnSync('git', ['init', '-q'], { cwd: project })
  writeFileSync(join(project, 'picture.png'), Buffer.from(picture, 'base64'))
  const left = calls[line.runtime]((name) => join(project, name))
  const model = startScriptedModel(
    () => left.shift(),
    () => left.shift(),
  )
  const place: Place = { home, project, modelUrl: model.url }
  line.prepare(place)
  allowAll(line, place)
  const running = runOnce(line, place, 'please act:tool')
  const tooLong = setTimeout(() => running.kill(), 240_000)
  const code = await running.exited
  clearTimeout(tooLong)
  model.stop()
  if (code !== 0 || left.length > 0) throw new Error(`${line.runtime} ended with ${code}, before ${left.length} calls`)
  return home
}

/** Nobody is there to be asked. */
function allowAll({ runtime }: CommandLine, { home }: Place) {
  if (runtime === 'claude-code') {
    const allow = ['Bash', 'Write', 'Edit', 'Read', 'Agent', 'NotebookEdit']
    const settings = { permissions: { defaultMode: 'acceptEdits', allow } }
    writeFileSync(join(home, '.claude', 'settings.json'), JSON.stringify(settings))
  }
  if (runtime === 'opencode') {
    const path = join(home, 'opencode.json')
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), permission: {} }))
  }
}
