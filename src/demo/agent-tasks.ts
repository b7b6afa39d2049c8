import type { Call, Task } from './task.ts'
import {
  askMate,
  edit,
  fetchPage,
  logLine,
  read,
  remember,
  run,
  search,
  spawn,
  tableLine,
  tell,
  testLine,
  write,
} from './tool-calls.ts'

export const skipper: Task[] = [
  {
    title: 'Plan weekend deploy window',
    ask: 'When can we ship the new beam scheduler this weekend without waking anybody? Check the calendar and the traffic.',
    calls: [
      remember('deploy window weekend', 'MEMORY.md: never deploy on Sunday before the fish market closes at 14:00.'),
      run('bun scripts/traffic.ts --days 14 --by hour', logLine, { lines: 46 }),
      read('plans/november.md', '- [x] scheduler behind flag\n- [ ] move beam 7\n- [ ] {2-6} open reviews'),
      spawn(
        'scout',
        'quiet-hours',
        'Find the quietest two hours of the last four weekends and list what else is planned then.',
      ),
      write(
        'plans/deploy-weekend.md',
        '# Deploy window\n\nSaturday 05:30 to 07:00, Forge on call, rollback rehearsed.\n',
      ),
      askMate(
        'forge',
        'Saturday 05:30 to 07:00, can you be on call and roll back if the lamp stutters?',
        'Yes. The rollback takes four minutes, I rehearsed it on Tuesday.',
      ),
      tell('Proposal: Saturday 05:30 to 07:00. Forge is on call, rollback takes four minutes.'),
    ],
    answer: 'Saturday, 05:30 to 07:00. Traffic is at {4-9} % of its peak then, nobody is at sea, and Forge is on call.',
  },
  {
    title: 'Morning briefing for the crew',
    ask: 'Give me the morning briefing: what broke, what is waiting, what costs more than it should.',
    calls: [
      run('openclaw cron runs --since 12h', '{14-30} runs, {0-2} failed', {}),
      remember(
        'open promises',
        'Three promises are older than a week: the tide chart, the invoice template, the parrot.',
      ),
      spawn(
        'purser',
        'spend-check',
        'Compare the spend of the last 24 hours with the weekly average and name the two largest sessions.',
      ),
      askMate('quill', 'Is the newsletter going out today?', 'Tonight, if nobody finds another adjective.'),
      read('inbox/summary.md', '{6-19} letters, {1-4} want an answer today', { lines: 12 }),
    ],
    answer:
      'Nothing is on fire. {1-4} letters want an answer, one cron was late, and yesterday cost {5-9} % less than usual.',
  },
  {
    title: 'Hand out the tide chart work',
    ask: 'The tide chart has to be done by Friday. Split it between whoever is free and keep me posted.',
    calls: [
      remember('tide chart', 'Format agreed in October: one page, two colours, no footnotes.'),
      spawn(
        'scout',
        'tide-sources',
        'Collect the official tide tables for the next quarter and say which can be reused.',
      ),
      spawn('echo', 'tide-numbers', 'Turn the tide tables into one tidy data set and check it for gaps.'),
      askMate('quill', 'Can you write the captions by Friday noon?', 'If I have the numbers by Thursday.'),
      write('plans/tide-chart.md', '# Tide chart\n\nScout: sources. Echo: numbers. Quill: words. Friday noon.\n'),
    ],
    answer:
      'Scout finds the sources, Echo tidies the numbers, Quill writes the captions. I look in again tomorrow at nine.',
  },
]

export const quill: Task[] = [
  {
    title: 'Draft November newsletter',
    ask: 'Draft the November newsletter from the notes folder. Warm, short, no exclamation marks.',
    calls: [
      run('ls notes/2026-11 | wc -l', '{12-31}'),
      read('notes/2026-11/harvest.md', 'The {3-9}th crate was the heavy one, and nobody minded carrying it.', {
        lines: 60,
      }),
      write('newsletter/2026-11.md', '# Lanterns out\n\nNovember came in sideways this year.\n'),
      edit('newsletter/2026-11.md', 'came in sideways', 'came in sideways and stayed for tea'),
      read('newsletter/style.md', 'Rule {1-20}: say it once, then leave the room.', { lines: 70 }),
    ],
    answer: 'The draft stands at {480-720} words. I left the opening in two versions; the second one is braver.',
  },
  {
    title: 'Shorten the onboarding guide',
    ask: 'Cut the onboarding guide by half. New people should be sailing within ten minutes.',
    calls: [
      read('guides/onboarding.md', 'Step {1-24}: find the {2-5}nd rope from the left and do not pull it yet.', {
        lines: 66,
      }),
      edit('guides/onboarding.md', 'It should be noted that', ''),
      run('wc -w guides/onboarding.md', '{610-980} guides/onboarding.md'),
    ],
    answer: 'From {1700-2100} words to {620-900}. Everything that was cut now lives in an appendix nobody has to read.',
  },
  {
    title: 'Release notes for lighthouse 4.2',
    ask: 'Turn the commits since 4.1 into release notes a keeper understands.',
    calls: [
      run('git log --oneline v4.1..HEAD', '{1000000-9999999} beam: hold the arc while the lens turns', { lines: 34 }),
      write('releases/4.2.md', '# 4.2\n\nThe lamp no longer blinks when it should not.\n'),
      askMate('forge', 'Does the lens really turn the other way now?', 'Only below the equator.'),
      run('npx markdownlint releases/4.2.md', ''),
    ],
    answer: 'Release notes are in releases/4.2.md: {5-9} changes people will notice, the rest in one honest sentence.',
  },
]

/** What Forge makes of the file, from what it read before Echo changed it. */
const reconnectByForge = `export class Reconnect {
  async resume() {
    const url = this.endpoint()
    const sock = await this.open(url)
    await this.store.flushed
    const cursor = this.store.last
    if (!cursor) return this.fresh(sock)
    sock.send(encodeResume(cursor))
  }
}
`

/** What Echo does to the same file in between, for a job that reads the socket for days. */
export const echoInForgesFile: Call[] = [
  read('/home/skipper/code/lighthouse/src/ws/reconnect.ts', '  if (attempt > {2-9}) return giveUp(reason)', {
    lines: 50,
  }),
  run('bun test ws', '{38-46} pass\n0 fail'),
  edit(
    '/home/skipper/code/lighthouse/src/ws/reconnect.ts',
    [
      '  async resume() {',
      '    const url = this.endpoint()',
      '    const sock = await this.open(url)',
      '    const cursor = this.store.last',
    ].join('\n'),
    [
      '  async resume() {',
      '    const url = this.endpoint()',
      '    const sock = await this.open(url, { retry: 3 })',
      "    const cursor = this.store.last ?? ''",
    ].join('\n'),
  ),
]

/** What Quill writes into a file that is really there, and that somebody outside changes while Quill works on. */
export const tideTable = '# Tides, November\n\n| day | high | low |\n| --- | --- | --- |\n| 29 | 06:12 | 12:31 |\n'

export const forge: Task[] = [
  {
    title: 'Fix flaky ws reconnect test',
    ask: 'The ws reconnect test fails one time in thirty. Find out why, fix the cause, not the test.',
    calls: [
      run('bun test ws --rerun-each 30', testLine, { lines: 80 }),
      read('src/ws/reconnect.ts', '  if (attempt > {2-9}) return giveUp(reason)', { lines: 50 }),
      run('rg -n "setTimeout" src/ws', 'src/ws/reconnect.ts:{20-90}:  timer = setTimeout(open, delay)'),
      write('src/ws/reconnect.ts', reconnectByForge),
      run('bun test ws', '{38-46} pass\n0 fail\nRan {38-46} tests across 4 files.'),
      run('git commit -qam "ws: a reconnect keeps its cursor"', ''),
    ],
    answer:
      'It was a race between close and the first retry. {200-400} runs later nothing has failed; the fix is {6-14} lines.',
  },
  {
    title: 'Speed up the cold start',
    ask: 'Cold start went from 180 to 420 ms. I would like my 240 ms back.',
    calls: [
      run('hyperfine --warmup 3 "./dist/lighthouse --version"', 'Time (mean): {390-430}.{1-9} ms'),
      run('bun run trace:start', 'import {1-60} took {1-40}.{1-9} ms', { lines: 90 }),
      askMate('main', 'May the charts come a moment later than the rest?', 'As long as the lamp does not.'),
      edit('src/main.ts', "import { charts } from './charts.ts'", "const charts = () => import('./charts.ts')"),
      run('bun run build && hyperfine "./dist/lighthouse --version"', 'Time (mean): {170-188}.{1-9} ms'),
    ],
    answer: 'Back to {170-188} ms. The chart library was loaded for a flag that nobody had passed since spring.',
  },
  {
    title: 'Review the beam scheduler branch',
    ask: 'Please review feat/beam-scheduler as if you had to be woken by it.',
    calls: [
      run('git diff --stat main...feat/beam-scheduler', ' src/beam/file-{1-40}.ts | {2-90} ++++---', { lines: 22 }),
      read('src/beam/schedule.ts', '  const slot = slots[(turn + {1-9}) % slots.length]', { lines: 64 }),
      run('bun test beam', '{88-121} pass\n1 fail\nerror: expected {3-8} beams, saw {9-12}'),
      write('reviews/beam-scheduler.md', '# Review\n\nOne blocker, three wishes, much to like.\n'),
    ],
    answer: 'One blocker: two beams may claim a slot across midnight. Otherwise it is the clearest code in the folder.',
  },
]

export const scout: Task[] = [
  {
    title: 'Research: RCS pricing EU',
    ask: 'What would RCS messages cost us in the EU? Three providers, real list prices, and what is not on the page.',
    calls: [
      search('RCS business messaging price list EU 2026', '{1-9}. Price list, per conversation, from EUR 0.0{10-90}'),
      fetchPage('https://prices.example/rcs/eu.html', tableLine, 70),
      fetchPage(
        'https://carrier.example/rcs/terms',
        'Section {1-30}: a conversation ends after {6-24} hours of silence.',
        50,
      ),
      write('reports/rcs-eu.md', '# RCS in the EU\n\nThree offers, one of them serious.\n'),
    ],
    answer:
      'Expect EUR 0.0{41-68} per conversation. The cheapest offer bills failed deliveries; the middle one does not.',
  },
  {
    title: 'Compare three tide APIs',
    ask: 'Which tide API should we build on? I care about uptime and about not being locked in.',
    calls: [
      search('tide prediction api accuracy comparison', '{1-9}. Benchmark over {12-40} harbours'),
      fetchPage('https://tides.example/docs', 'GET /v2/station/{100-999}/tides returns {24-96} rows', 55),
      askMate('echo', 'Which harbours do your tables cover?', 'Sixty-four, and two that nobody believes in.'),
      run('curl -s https://status.example/api/uptime | head -c 400', '{"uptime":"99.{80-99}","incidents":{0-3}}'),
    ],
    answer: 'The second one: open data, 99.{90-98} % over a year, and leaving it costs an afternoon.',
  },
  {
    title: 'Who else builds harbour software',
    ask: 'Make me a map of who else builds harbour software, and what their users complain about.',
    calls: [
      search('harbour management software reviews', '{1-9}. "Good maps, slow on a phone", {2-5} stars'),
      fetchPage(
        'https://forum.example/t/harbour-software',
        'Post {1-300}: the berth plan forgets what I told it on Tuesdays.',
        60,
      ),
      write('reports/landscape.md', '# The landscape\n\nMany maps, few harbours.\n'),
    ],
    answer: '{7-11} products, two worth a demo. The shared complaint is speed on the quay, where the signal is poor.',
  },
]

export const echo: Task[] = [
  {
    title: 'Backfill cost parquet, 90 d',
    ask: 'Backfill the cost parquet for the last 90 days and prove that no day is counted twice.',
    calls: [
      run(
        'duckdb sonar.db "select count(*), min(day), max(day) from cost"',
        '{120000-180000} | 2026-08-{10-28} | 2026-11-{10-20}',
      ),
      run('bun backfill.ts --days 90 --check', 'day {1-90}: {900-2400} rows, sum {9-24}.{10-99}', { lines: 84 }),
      edit('backfill.ts', 'insert into cost', 'insert or ignore into cost'),
      run('bun backfill.ts --verify', '90 days, 0 doubles, 0 gaps'),
      write('reports/backfill.md', '# Backfill\n\nNinety days, each exactly once.\n'),
    ],
    answer: 'Ninety days, {120000-180000} rows, each day exactly once. The {2-5} gaps were real holidays.',
  },
  {
    title: 'Why did Tuesday spike',
    ask: 'Tuesday at eleven we had three times the usual signal. Find the reason, with a picture.',
    calls: [
      run('duckdb sonar.db "from ping where hour = 11"', tableLine, { lines: 60 }),
      run('python plot.py --out spike.png', 'wrote spike.png ({40-90} kB)'),
      askMate('forge', 'Did anybody re-aim a beam on Tuesday?', 'I did, at ten to eleven. Was that you shouting?'),
      read('notes/tuesday.md', 'Beam {1-12} was re-aimed at 10:{30-58}.'),
    ],
    answer:
      'Beam {2-11} was re-aimed and heard its own echo for {14-40} minutes. The picture shows it; nobody did wrong.',
  },
  {
    title: 'Nightly anomaly sweep',
    ask: 'Sweep the sonar tables for anything odd. Odd means you would have shown it to somebody.',
    calls: [
      run('bun sweep.ts --sigma 3', 'station {1-64}: z = {1-3}.{10-99}', { lines: 70 }),
      run('duckdb sonar.db "select * from sweep where z > 3"', '{0-4} rows'),
    ],
    answer: '{1-3} stations out of 64 look odd, one of them every Thursday. I would show you station {10-60}.',
  },
]
