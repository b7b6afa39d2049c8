import { codeRoutine, dataRoutine, researchRoutine, wordsRoutine } from '../routine-calls.ts'
import type { Task } from '../task.ts'
import { edit, read, run, spawn, testLine, write } from '../tool-calls.ts'
import type { Project } from './session.ts'

const code = '/home/skipper/code'

const signalTower: Task[] = [
  {
    title: 'Queue drops late signals',
    ask: 'Signals that arrive late are dropped when the queue turns over. Reproduce it, then fix it.',
    calls: [
      run('rg -n "turnOver" src/queue', 'src/queue/lane-{1-9}.ts:{10-90}: turnOver(now)', { lines: 8 }),
      run('bun test src/queue --rerun-each 20', testLine, { lines: 40 }),
      read('src/queue/turn.ts', '  for (const lane of lanes) turnOver(lane, {10-90})', { lines: 30 }),
      edit(
        'src/queue/turn.ts',
        '  for (const lane of lanes) {\n    lane.clear()\n  }',
        '  for (const lane of lanes) {\n    // A signal that comes late waits for one more turn.\n    lane.keep((signal) => signal.at >= now)\n  }',
      ),
    ],
    answer: 'Late signals now stay for one more turn. {200-400} repeated runs pass, and the test says why.',
  },
  {
    title: 'Move the lamp driver to TypeScript',
    ask: 'Move the lamp driver to TypeScript without changing what it does. Keep the tests as they are.',
    calls: [
      spawn('explore', 'Map the lamp driver', 'List every caller of the lamp driver and the types they pass.'),
      read('src/lamp/driver.js', '  pulse({10-900}, {1-9}) // beat {1-40}', { lines: 60 }),
      write(
        'src/lamp/driver.ts',
        'export function pulse(ms: number, level: Level) {\n  return lamp.write(level, ms)\n}\n',
      ),
    ],
    answer: 'The driver is TypeScript, {6-14} callers are checked, and no test changed.',
  },
  {
    title: 'Upgrade the beam scheduler',
    worktree: 'scheduler-5',
    ask: 'Upgrade the scheduler library to version 5 and read its migration notes first.',
    calls: [
      run('bun outdated', 'scheduler  4.{2-9}.{1-9}  5.{0-2}.{0-9}', { lines: 3 }),
      run('bun update scheduler', 'installed scheduler@5.{0-2}.{0-9}', {}),
      edit(
        'src/queue/turn.ts',
        "import { schedule } from 'scheduler'\n",
        "import { createSchedule as schedule } from 'scheduler'\n",
      ),
    ],
    answer: 'Version 5 is in. Two calls were renamed, and {3-9} tests needed the new clock.',
  },
]

const fishMarket: Task[] = [
  {
    title: 'Price board for phones',
    ask: 'The price board is unreadable on a phone. Make it work at 360 pixels.',
    calls: [
      read('src/board/board.css', '  .row-{1-40} { padding: {4-16}px }', { lines: 40 }),
      edit('src/board/board.css', 'white-space: nowrap', 'overflow-wrap: anywhere'),
      run('bun run screenshots --width 360', 'saved board-{1-9}.png', { lines: 4 }),
    ],
    answer: 'The board fits 360 pixels; prices keep their column and long names wrap.',
  },
  {
    title: 'Auction export as CSV',
    ask: 'The market wants its auctions as CSV, with a comma in the name of a fish.',
    calls: [
      write('src/export/csv.ts', "export const row = (cells: string[]) => cells.map(quoted).join(',')\n"),
      run('bun test src/export', '{12-30} pass\n0 fail'),
    ],
    answer: 'The export quotes every cell. {12-30} tests, one of them about a very long eel.',
  },
]

const harborApi: Task[] = [
  {
    title: 'Berth search by draught',
    ask: 'Let skippers search berths by draught, and keep the old query working.',
    calls: [
      run('rg -n "berths" src/routes', 'src/routes/berths.ts:{10-90}: .get("/berths")', { lines: 9 }),
      edit('src/routes/berths.ts', 'where(length)', 'where(length, draught)'),
      run('bun test src/routes', '{40-70} pass\n0 fail'),
    ],
    answer: 'Berths can be searched by draught. The old query answers as before, in {8-30} ms.',
  },
  {
    title: 'Retry failed webhooks',
    ask: 'Webhooks that fail should be tried again for a day, with growing pauses.',
    calls: [
      read('src/webhooks/send.ts', '  const pause = base * {2-9} ** attempt', { lines: 36 }),
      write('src/webhooks/retry.ts', 'export const pauses = [1, 5, 30, 120, 720]\n'),
      run('bun test src/webhooks', '{18-30} pass\n0 fail'),
    ],
    answer: 'Five retries over a day. A webhook that never answers is shown once, with its last error.',
  },
]

const tideCharts: Task[] = [
  {
    title: 'Explain the tide model',
    ask: 'Read the tide model and write a page that a new colleague understands.',
    calls: [
      read('model/harmonics.py', 'M{2-8} = {0-3}.{1000-9999}  # constituent {1-37}', { lines: 50 }),
      write('docs/tide-model.md', '# The tide model\n\nThirty-seven waves, added up.\n'),
    ],
    answer: 'docs/tide-model.md explains the model on one page, with {4-9} terms and a drawing of each.',
  },
  {
    title: 'Chart colours for the colour-blind',
    ask: 'Choose colours for the tide charts that work for everybody, and check the contrast.',
    calls: [
      run('python contrast.py palette.json', 'colour {1-12}: {3-12}.{1-9}:1', { lines: 12 }),
      edit('palette.json', '#d33', '#c4561c'),
    ],
    answer: 'Eight colours, each with a contrast of at least {4-5}:1, checked for three kinds of colour blindness.',
  },
]

/** The folders in which the crew uses command lines. */
export const projects: Project[] = [
  {
    runtime: 'claude-code',
    path: `${code}/signal-tower`,
    branch: 'fix/late-signals',
    models: ['claude-opus-4-6', 'claude-sonnet-4-6'],
    helperModel: 'claude-haiku-4-5',
    tasks: signalTower,
    routine: codeRoutine,
    perDay: 1.2,
  },
  {
    runtime: 'claude-code',
    path: `${code}/fish-market`,
    branch: 'main',
    models: ['claude-sonnet-4-6', 'claude-haiku-4-5'],
    tasks: fishMarket,
    routine: [...codeRoutine, ...wordsRoutine],
    perDay: 0.6,
  },
  {
    runtime: 'codex',
    path: `${code}/harbor-api`,
    branch: 'feat/draught',
    models: ['gpt-5.2-codex', 'gpt-5.1-codex'],
    tasks: harborApi,
    routine: codeRoutine,
    perDay: 0.9,
  },
  {
    runtime: 'gemini',
    path: `${code}/tide-charts`,
    branch: 'main',
    models: ['gemini-2.5-pro', 'gemini-2.5-flash'],
    tasks: tideCharts,
    routine: [...dataRoutine, ...researchRoutine],
    perDay: 0.6,
  },
]
