import type { Call } from './task.ts'
import { edit, fetchPage, logLine, read, remember, run, search, tableLine, testLine, write } from './tool-calls.ts'

/** What is done in every task of a trade: the calls between those that the task itself names. */

export const codeRoutine: Call[] = [
  run('git status --short', ' M src/beam/slot-{1-9}.ts', { lines: 3 }),
  run('git diff --stat', ' src/beam/slot-{1-9}.ts | {2-60} ++++--', { lines: 6 }),
  run('rg -n "deadline" src | head -30', 'src/queue/lane-{1-9}.ts:{10-240}:  if (deadline < now + {5-90}) return', {
    lines: 18,
  }),
  read('src/queue/lane-{1-9}.ts', '  const wait = lanes[{0-7}].depth * {3-40} + jitter({1-9})', { lines: 44 }),
  read('src/beam/slot-{1-9}.ts', 'export const slot{10-99} = (turn: number) => (turn + {1-9}) % {3-12}', { lines: 38 }),
  read('src/lamp/driver.ts', '  case {1-40}: return pulse({10-900}, {1-9})', { lines: 52 }),
  edit(
    'src/beam/slot-{1-9}.ts',
    'export function slotOf(turn: number) {\n  const limit = {10-40}\n  return turn % limit',
    'export function slotOf(turn: number, lamps = 1) {\n  const limit = {41-90} * lamps\n  return turn % limit',
  ),
  edit(
    'src/queue/lane-{1-9}.ts',
    '  const wait = depthOf(lane) * pace\n  return wait\n}',
    '  const wait = depthOf(lane) * pace\n  // A lane that is nearly empty still lets the others breathe.\n  return Math.max(wait, {2-20})\n}',
  ),
  read('src/ws/reconnect.ts', '  if (attempt > {2-9}) return giveUp(reason)', { lines: 50 }),
  run("sed -i 's/lanes: 4/lanes: 6/' config/queue.yml", ''),
  run('bun test src/queue', testLine, { lines: 26 }),
  run('bun test src/beam --bail', '{30-90} pass\n0 fail\nRan {30-90} tests across {4-9} files.'),
  run('bun run typecheck', 'tsc -p . finished in {2-9}.{1-9} s', {}),
  run('bun run lint', 'Checked {120-260} files in {200-900} ms. No fixes needed.', {}),
  run('tail -40 logs/worker.log', logLine, { lines: 28 }),
  write(
    'test/queue/lane-{1-9}.test.ts',
    "test('a late lane gives way', () => {\n  expect(lane.depth).toBe({2-9})\n})\n",
  ),
]

export const wordsRoutine: Call[] = [
  read('notes/2026-11/page-{1-40}.md', 'Line {1-40}: the lantern by the {2-9}th post was already lit.', { lines: 24 }),
  read('style/words-we-use.md', '- word {1-90}: keep it short', { lines: 30 }),
  edit('newsletter/2026-11.md', 'in order to', 'to'),
  edit('guides/page-{1-20}.md', 'it is possible to', 'you can'),
  run('wc -w newsletter/*.md', '{480-900} newsletter/2026-{10-11}.md', { lines: 4 }),
  run('npx markdownlint newsletter', '', {}),
  remember('tone of the last newsletter', 'Readers liked the paragraph about the {2-9}th buoy.'),
  write('drafts/opening-{2-9}.md', '# An opening\n\nIt rained, and nobody minded.\n'),
]

export const researchRoutine: Call[] = [
  search('harbour fees comparison 2026', '{1-9}. Table of fees, {12-60} harbours'),
  search('tide gauge open data licence', '{1-9}. Licence page, last changed {10-28} November'),
  fetchPage('https://fees.example/page/{1-40}', tableLine, 36),
  fetchPage('https://gauges.example/station/{100-999}', 'reading {1-96}: {1-4}.{10-99} m', 40),
  read('reports/sources.md', '- source {1-40}: checked, {1-3} doubts', { lines: 20 }),
  run('curl -s https://gauges.example/api/{100-999} | jq length', '{24-96}'),
  write('reports/notes-{1-9}.md', '# Notes\n\nThree numbers agree, one does not.\n'),
  edit('reports/sources.md', 'unchecked', 'checked'),
]

export const dataRoutine: Call[] = [
  run('duckdb sonar.db "select station, count(*) from ping group by 1"', tableLine, { lines: 24 }),
  run('duckdb sonar.db "describe ping"', 'column_{1-30} | DOUBLE | YES', { lines: 14 }),
  run('bun profile.ts --table cost', 'column_{1-30}: {0-3} nulls, {900-9000} distinct', { lines: 18 }),
  read('sql/step-{1-12}.sql', 'select day, sum(usd) from cost where station = {1-64} group by day', { lines: 22 }),
  edit('sql/step-{1-12}.sql', 'left join', 'inner join'),
  run('bun run check:gaps', 'no gaps in {60-90} days', {}),
  run('python plot.py --station {1-64}', 'wrote plot-{1-64}.png ({30-80} kB)', {}),
  write('reports/station-{1-64}.md', '# Station\n\nQuiet, apart from Thursdays.\n'),
]

export const opsRoutine: Call[] = [
  run('systemctl --failed', '0 loaded units listed.', {}),
  run('journalctl -u tide-relay -n 30 --no-pager', logLine, { lines: 24 }),
  run('docker ps --format "{{.Names}} {{.Status}}"', 'harbor-{1-9} Up {2-30} days', { lines: 8 }),
  run('df -h / /var', '/dev/sda{1-3}  480G  {290-350}G  {130-190}G  {60-72}% /', { lines: 2 }),
  read('ansible/roles/gate/tasks.yml', '- name: step {1-30}', { lines: 26 }),
  edit('ansible/group_vars/gates.yml', 'retries: {1-3}', 'retries: {4-6}'),
  run('curl -so /dev/null -w "%{http_code} %{time_total}" https://gate-{1-2}.harbor.example', '200 0.{10-90}'),
]
