import type { Call, Errand } from './crew.ts'

const run = (command: string, result: string, more?: Partial<Call>): Call => ({
  tool: 'exec',
  args: { command },
  result,
  ...more,
})
const read = (path: string, result: string, more?: Partial<Call>): Call => ({
  tool: 'read',
  args: { path },
  result,
  ...more,
})
const write = (path: string, content: string): Call => ({
  tool: 'write',
  args: { path, content },
  result: `Successfully wrote ${content.length} bytes to ${path}`,
})
const edit = (path: string, oldText: string, newText: string): Call => ({
  tool: 'edit',
  args: { path, oldText, newText },
  result: `Successfully replaced 1 block(s) in ${path}.`,
})
const search = (query: string, result: string): Call => ({ tool: 'web_search', args: { query }, result, lines: 8 })
const fetchPage = (url: string, result: string, lines = 40): Call => ({
  tool: 'web_fetch',
  args: { url },
  result,
  lines,
})
const remember = (query: string, result: string): Call => ({ tool: 'memory_search', args: { query }, result })
const tell = (message: string): Call => ({
  tool: 'message',
  args: { action: 'send', channel: 'telegram', message },
  result: '{"ok":true,"messageId":"{4000-9000}"}',
})
const spawn = (helper: string, label: string, task: string): Call => ({
  tool: 'sessions_spawn',
  args: { task, label, agentId: helper },
  result: 'accepted',
  helper,
})

const testLine = '(pass) reconnect > case {1-400} keeps its cursor [{1-90}.{10-99}ms]'
const logLine =
  '2026-11-{10-28}T{10-23}:{10-59}:{10-59}Z info  beam {1-12} request served in {2-480} ms, {1-40} in flight'
const tableLine = '| route-{100-999} | {1-40}.{10-99} | {10-90} % | {1000-9000} |'

export const skipper: Errand[] = [
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
      write('plans/tide-chart.md', '# Tide chart\n\nScout: sources. Echo: numbers. Quill: words. Friday noon.\n'),
    ],
    answer:
      'Scout finds the sources, Echo tidies the numbers, Quill writes the captions. I look in again tomorrow at nine.',
  },
]

export const quill: Errand[] = [
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
      run('npx markdownlint releases/4.2.md', ''),
    ],
    answer: 'Release notes are in releases/4.2.md: {5-9} changes people will notice, the rest in one honest sentence.',
  },
]

export const forge: Errand[] = [
  {
    title: 'Fix flaky ws reconnect test',
    ask: 'The ws reconnect test fails one time in thirty. Find out why, fix the cause, not the test.',
    calls: [
      run('bun test ws --rerun-each 30', testLine, { lines: 80 }),
      read('src/ws/reconnect.ts', '  if (attempt > {2-9}) return giveUp(reason)', { lines: 50 }),
      run('rg -n "setTimeout" src/ws', 'src/ws/reconnect.ts:{20-90}:  timer = setTimeout(open, delay)'),
      edit('src/ws/reconnect.ts', 'timer = setTimeout(open, delay)', 'timer = clock.after(delay, open)'),
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

export const scout: Errand[] = [
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

export const echo: Errand[] = [
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

export const rigger: Errand[] = [
  {
    title: 'Rotate Traefik certificates',
    ask: 'Rotate the certificates on the two gateways. One at a time, please.',
    calls: [
      run(
        'ssh gate-1 "openssl x509 -enddate -noout -in /etc/traefik/harbor.pem"',
        'notAfter=Dec {2-19} 23:59:59 2026 GMT',
      ),
      run('ansible-playbook rotate.yml --limit gate-1', 'ok: [gate-1] task {1-30}', { lines: 20 }),
      run('curl -sI https://gate-1.harbor.example | head -1', 'HTTP/2 200'),
      run('ansible-playbook rotate.yml --limit gate-2', 'ok: [gate-2] task {1-30}', { lines: 20 }),
    ],
    answer: 'Both gateways carry the new certificate, valid for 90 days. Longest pause for a visitor: {8-40} ms.',
  },
  {
    title: 'Free space on the build host',
    ask: 'The build host is at 84 %. Find what can go, and ask before it goes.',
    calls: [
      run('df -h / | tail -1', '/dev/sda1  480G  {390-410}G  {70-90}G  {82-86}% /'),
      run('du -xsh /var/lib/docker/* | sort -h | tail', '{1-90}G\t/var/lib/docker/layer-{100-999}', { lines: 14 }),
      run('docker image prune --filter "until=720h" --force', 'Total reclaimed space: {18-44}.{1-9}GB'),
    ],
    answer: '{18-44} GB came back. Now at {72-77} %; at the present pace that lasts until spring.',
  },
  {
    title: 'Patch the tide relay',
    ask: 'Security update for the tide relay. Tell me what changes before you do it.',
    calls: [
      run('apt-get -s upgrade | grep ^Inst', 'Inst libpackage{1-90} [1.{1-9}.{1-30}]', { lines: 18 }),
      run('apt-get -y upgrade', '{11-24} upgraded, 0 newly installed, 0 to remove.'),
      run('systemctl is-active tide-relay', 'active'),
    ],
    answer: '{11-24} packages, no restart of the host needed. The relay was away for {2-6} seconds.',
  },
]

export const cutter: Errand[] = [
  {
    title: 'Port auth middleware to Hono',
    ask: 'Port the auth middleware from Express to Hono. Same behaviour, fewer surprises.',
    calls: [
      read('src/middleware/auth.js', '  if (!token || token.length < {16-64}) return next(new Denied({400-403}))', {
        lines: 58,
      }),
      write('src/middleware/auth.ts', 'export const auth = createMiddleware(async (c, next) => {})\n'),
      run('bun test auth', '{20-34} pass\n{1-3} fail'),
      edit('src/middleware/auth.ts', 'await next()', 'return await next()'),
      run('bun test auth', '{23-37} pass\n0 fail'),
    ],
    answer: 'Ported. {23-37} tests pass; two of them had been testing Express itself and are gone.',
  },
  {
    title: 'Add rate limits to the public API',
    ask: 'The public API needs rate limits per key. Start mild.',
    calls: [
      run('rg -n "app.use" src', 'src/app.ts:{10-60}: app.use(compress())', { lines: 9 }),
      write('src/limits.ts', 'export const mild = { perMinute: 120, burst: 40 }\n'),
      run('bun run bench:limits', '{9000-14000} requests, {20-60} refused, p99 {2-6} ms'),
    ],
    answer: 'Each key gets 120 requests a minute with a burst of 40. It costs {40-90} microseconds a request.',
  },
]

export const purser: Errand[] = [
  {
    title: 'Sort the October receipts',
    ask: 'Sort the October receipts and tell me what has no receipt.',
    calls: [
      run('ls receipts/2026-10 | wc -l', '{30-60}'),
      read('receipts/index.csv', '2026-10-{10-31},chandlery,{8-240}.{10-99},EUR', { lines: 58 }),
      write('ledger/2026-10.csv', 'day,what,amount\n'),
    ],
    answer: '{30-60} receipts, {1-3} payments without one: the rope, the lamp oil, and something called "parrot".',
  },
  {
    title: 'Forecast the December spend',
    ask: 'What will December cost us if nothing changes? Say how sure you are.',
    calls: [
      run('bun forecast.ts --month 12', 'run {1-40}: {240-390} USD', { lines: 40 }),
      remember('budget december', 'The budget for December is 400 USD.'),
    ],
    answer:
      'About {290-350} USD, give or take forty. That is inside the budget, unless Forge discovers a new benchmark.',
  },
]

export const sparks: Errand[] = [
  {
    title: 'Answer the harbour master',
    ask: 'Hi Sparks, is berth 9 free on Thursday evening? We are 14 metres and polite.',
    calls: [
      run('bun berths.ts --berth 9 --day thursday', '{"berth":9,"free":true,"depthMetres":{3-6}}'),
      tell('Berth 9 is free on Thursday from 17:00. Depth is fine for you. See you then.'),
    ],
    answer: 'Berth 9 is yours on Thursday from 17:00. I told the night watch to leave the small light on.',
  },
  {
    title: 'Sort the morning mail',
    ask: 'What came in over night?',
    calls: [
      run('himalaya list --folder INBOX --size 20', '{100-999}  letter about rope number {1-40}', { lines: 20 }),
      remember('people who get an answer first', 'The harbour master, the baker, anyone writing in pencil.'),
    ],
    answer: '{8-19} letters. {1-3} want an answer today; I drafted both, and the one from the baker is nice.',
  },
]

export const lookout: Errand[] = [
  {
    title: 'Watch the storm warnings',
    ask: 'Keep an eye on the storm warnings for the coast and say something only if I should do something.',
    calls: [
      fetchPage('https://weather.example/coast', 'Sector {1-24}: wind {8-38} knots, sea {1-4}', 30),
      run('bun watch.ts --once', 'no warning above level {1-2}'),
    ],
    answer: 'Nothing to do. Wind up to {18-34} knots on Friday, all of it from behind.',
  },
]

export const barnacle: Errand[] = [
  {
    title: 'Index the old logbooks',
    ask: 'Index the logbooks of 1998 to 2004 and mark the pages that mention fog.',
    calls: [
      run('find . -name "*.txt" | wc -l', '{400-900}'),
      run('rg -c fog logbooks', 'logbooks/{1998-2004}/page-{1-300}.txt:{1-9}', { lines: 60 }),
      write('index/fog.md', '# Fog\n\nMore than one would think.\n'),
    ],
    answer: '{400-900} pages, {60-140} with fog. The thickest was in 2001, and the entry is a single word.',
  },
  {
    title: 'Describe the photo crate',
    ask: 'Write one line for every photo in crate four.',
    calls: [
      run('ls crate-4 | head -40', 'IMG_{1000-9000}.jpg', { lines: 40 }),
      write('index/crate-4.md', '# Crate four\n\nBoats, mostly. One dog, often.\n'),
    ],
    answer: '{38-61} photos described. The dog appears in {9-17} of them and is never once looking at the camera.',
  },
]

export const bosun: Errand[] = [
  {
    title: 'Tidy the memory notes',
    ask: 'Fold the notes of the week into MEMORY.md and drop what is no longer true.',
    calls: [
      read('memory/week.md', '- {10-28}.11.: said once, true twice', { lines: 30 }),
      edit('MEMORY.md', 'the parrot is on loan', 'the parrot stays'),
    ],
    answer: '{9-24} notes folded in, {2-6} dropped. The file is {3-9} lines shorter than before.',
  },
  {
    title: 'Check the backups by reading them',
    ask: 'Take one backup at random and read it back. All of it.',
    calls: [
      run('restic snapshots --latest 5', '{10000000-99999999}  2026-11-{10-28} 03:00:{10-59}  skipper', { lines: 5 }),
      run('restic restore latest --target /tmp/proof --verify', 'verified {9000-14000} files in {20-80} s'),
    ],
    answer: 'Read back {9000-14000} files, every one as it was. Sleep well.',
  },
]
