import type { Task } from './task.ts'
import { edit, fetchPage, read, remember, run, tell, write } from './tool-calls.ts'

export const rigger: Task[] = [
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

export const purser: Task[] = [
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

export const sparks: Task[] = [
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
    ask: 'What came in overnight?',
    calls: [
      run('himalaya list --folder INBOX --size 20', '{100-999}  letter about rope number {1-40}', { lines: 20 }),
      remember('people who get an answer first', 'The harbour master, the baker, anyone writing in pencil.'),
    ],
    answer: '{8-19} letters. {1-3} want an answer today; I drafted both, and the one from the baker is nice.',
  },
]

export const lookout: Task[] = [
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

export const bosun: Task[] = [
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
