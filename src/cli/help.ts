import { roles } from '../auth/role.ts'

const general = `Wheelhouse: mission control for the AI agents on your machine.

  wheelhouse [serve]      the server and its pages (this is what runs without a command)
  wheelhouse open         a fresh sign-in link
  wheelhouse status       what the first page shows, in the terminal
  wheelhouse costs        what the agents cost
  wheelhouse cron         the cron jobs: list, run, add, edit and delete them
  wheelhouse sessions     the sessions, last active first
  wheelhouse search       words, phrases and any letters in what sessions said and did
  wheelhouse approve      what waits for your decision, and deciding it
  wheelhouse send         words to a session
  wheelhouse stop         stops a session, an agent, or everything
  wheelhouse tail         what the logs, or a session, say as they say it
  wheelhouse gateway      how the gateway is, and start, stop, restart, update
  wheelhouse doctor       what was found, what is wrong, and how to fix it
  wheelhouse backup       what Wheelhouse keeps, in one file, also while it runs
  wheelhouse restore      puts a backup back
  wheelhouse service      starts Wheelhouse with your session or with the machine
  wheelhouse token        access for scripts and screens
  wheelhouse hook         called by agents; Settings, Hooks installs it
  wheelhouse statusline   called by Claude Code for its status line; Settings, Hooks installs it
  wheelhouse version

Each takes --help. --data DIR names another data folder.
`

const about: Record<string, string> = {
  serve: `wheelhouse [serve] [--host 127.0.0.1] [--port 4747] [--data DIR] [--demo] [--demo-if-empty] [--open]

  --host HOST        listen on another address; to be reached from other machines needs a token first
  --port PORT        0 takes a free one
  --data DIR         where Wheelhouse keeps its own data
  --demo             demo data, in a temporary folder of its own
  --demo-if-empty    the demo only where no agents are found
  --open             open the page in the browser
`,
  open: 'wheelhouse open [--json]\n\n  Prints a sign-in link for the running server, and opens it where there is a browser. It works once, for 5 minutes.\n',
  status: 'wheelhouse status [--json]\n\n  The verdict, the sources, who is at work, and what today cost.\n',
  costs: `wheelhouse costs [daily|weekly|monthly|sessions|models|agents|projects|runtimes|crons|blocks]
                 [--json] [--since YYYY-MM-DD] [--until YYYY-MM-DD] [--timezone TZ] [--runtime NAME]
                 [--breakdown] [--active]
wheelhouse costs forecast [--check] [--json]
wheelhouse costs headroom [--json]
wheelhouse costs reconcile [--month YYYY-MM] [--json]

  Both days are included. Days are those of the configured time zone.
  --breakdown   each row by model under it
  --active      with blocks: the current five-hour block, its burn rate and projected end
  forecast      today and this month projected from past days, with a range
  --check       with forecast: how the forecasts made at 12:00 on the last 30 days turned out. Exits with 1 when
                fewer than 80 % of the days fell inside the range
  headroom      how long plan windows and budgets last, and what is done when one runs short
  reconcile     the ledger of a month next to what runtimes, telemetry and bills say, and what explains the difference
  ≥ marks a lower bound: some of the usage has no known price.
`,
  sessions: 'wheelhouse sessions [--json]\n\n  The last 50 sessions with their states.\n',
  cron: `wheelhouse cron list [--json]
wheelhouse cron show|run|enable|disable JOB [--json]
wheelhouse cron add JSON
wheelhouse cron edit JOB JSON
wheelhouse cron delete JOB --confirm NAME

  JOB is a name, its beginning, or an id. JSON is a job as OpenClaw keeps it, a file that holds one, or - for standard
  input; edit takes the fields that change. run waits until the run is over, and exits with 1 where it failed. What
  changes something goes through the running server, and waits until you confirm a code on a signed-in page.
`,
  search: `wheelhouse search WORDS [--in all|titles|words|tools|results] [--limit N] [--json]

  Finds items that have all of the words, the most likely sessions first.
    paint                   the word, in any case
    paint*                  words that begin so
    "paint the hull"        these letters wherever they stand; *aint does the same
    foo-bar  c++  x.ts      what is no word, as it is written
    -hull                   leaves out what has it
    /pai?nt/i               a regular expression, for two seconds, from the newest back
  --in          in titles, in what was said, in what tools were called with, or in what came back
  --limit N     at most so many places (20)
  Quote the whole for the shell: wheelhouse search '"paint the hull" -c'. Behind -- everything is looked for.
`,
  doctor:
    'wheelhouse doctor [--json]\n\n  What was found, what is wrong and how to fix it. Exits with 1 when something is wrong.\n',
  approve: `wheelhouse approve [ID] [--deny] [--reason WORDS] [--json]

  Without an ID it lists what waits for a decision. With one it shows the whole request and asks whether to allow it
  once; a question is answered by its numbers, or in your own words.
  --deny        denies it without asking
  --reason      with --deny: words for the agent, where its runtime takes them
  --json        prints what waits, or the request, and asks nothing
  A server has to be running. To decide, you confirm a code on a signed-in page; that terminal then acts for fifteen
  minutes. An agent's shell is refused.
`,
  send: `wheelhouse send SESSION TEXT [--steer] [--json]

  Sends words to a session through the running server, and waits until they are seen to have arrived. TEXT can be - for
  standard input. Where a runtime takes no words from outside, it says where it takes them.
  --steer       into the turn that runs, where the runtime can; else they wait for its end
  You confirm a code on a signed-in page first; that terminal then acts for fifteen minutes.
`,
  stop: `wheelhouse stop AGENT|SESSION [--yes] [--json]
wheelhouse stop --all [--yes] [--json]

  Stops a session with its sub-agents, all sessions of an agent that are at work, or everything that works or waits.
  Everyone it hits is shown before; type the word that is asked for, or add --yes. AGENT is a name, its beginning, or an
  id. It ends with 1 where something goes on, and says why. You confirm a code on a signed-in page first.
`,
  gateway: `wheelhouse gateway [status|start|stop|restart|update|logs|doctor] [--service ID] [--yes] [--json]

  Through the running server: how the gateway is, and what the page of services does. What it interrupts and the exact
  command are shown before; type the word that is asked for, or add --yes. In a terminal a change waits until you
  confirm a code on a signed-in page. It ends with 1 where the change was not seen to come true.
  --service ID  another service, by its id on the page
`,
  tail: `wheelhouse tail [SOURCE | SESSION] [--level LEVEL] [--grep WORDS] [--since 15m] [--json]

  The last lines of a log, or of all, and then what is written to them until you press Ctrl+C. SOURCE is an id, a name or
  its beginning: gateway, wheelhouse, or what config.toml names. With the id of a session: what was said and done in
  it, and what follows. A server has to be running.
  --level       this serious and more: trace, debug, info, warn, error, fatal
  --grep        only lines with these words, in any case
  --since       begins that long ago: 90s, 15m, 2h, 3d
  --json        one object for each line
`,
  token: `wheelhouse token create --role ${roles.join('|')} [--name N] [--may-act]
wheelhouse token list
wheelhouse token revoke ID

  screen sees names, states and numbers; viewer sees everything; operator may act; admin may give access.
  A token only reads, unless it is made with --may-act: then whoever can read it can act. While a server runs,
  changes wait until you confirm a code on a signed-in page; that terminal then acts for fifteen minutes.
`,
  backup: `wheelhouse backup [FILE] [--logs] [--metrics] [--index] [--all] [--secrets] [--json]

  Writes what Wheelhouse keeps into one file, also while the server runs: notes, budgets, offices, rules, tokens, the
  record of what was done, sprites, what questions cost, and config.toml. FILE can be a folder; without it the file is
  made here. It is a .tar.gz with a manifest that holds a checksum of every file.
  --logs        the kept lines of logs as well
  --metrics     what was measured
  --index       the index and the index of searches. They are made anew from what agents left on disk; sessions whose
                files are gone since, and runs that their runtime forgot, are known to the index alone
  --all         these three
  --secrets     keys, and the tokens of gateways, channels and models: whoever has the file then has them
`,
  restore: `wheelhouse restore FILE [--check] [--keep-config] [--json]

  Puts a backup in the place of what the data folder holds. No server may be running on it. Every file is checked first;
  where anything is wrong, or it is cut off in the middle, all is as it was before. What was there is moved to
  before-restore-… in the data folder, and config.toml beside itself. What the backup does not hold stays.
  --check         only says whether FILE is whole, and what it holds
  --keep-config   leaves config.toml as it is
  A backup decides who may sign in and what is run for notices: restore only your own.
`,
  service: `wheelhouse service install [--system] [--user NAME] [--data DIR] [--host HOST] [--port PORT] [--dry-run]
wheelhouse service uninstall|status|start|stop|restart|logs [--system] [--json]

  Wheelhouse as a service of yours: a unit of systemd, an agent of launchd, or a task of the Task Scheduler. What is
  written and run is shown before. It gets PATH and the variables that name folders of agents, and no secrets.
  --system      one that the machine starts (Linux, macOS): installed by root, run as --user, or as who called sudo
  --as-root     runs as root, which is refused otherwise
  --dry-run     only shows what would be written and run
  status says how it is and which command mends it, and exits with 1 unless it runs.
`,
  hook: `wheelhouse hook EVENT [--runtime claude-code|gemini]

  Called by an agent at certain moments of a turn, which standard input describes. It tells every Wheelhouse of
  yours that runs which session and which tool it is, never the words of a prompt or a command. It prints nothing,
  always succeeds, and ends within a fifth of a second. Settings, Hooks installs it.
`,
  statusline: `wheelhouse statusline [--copy] [--data DIR]

  What Claude Code runs for its status line, with a description of the session on standard input. It prints model, cost,
  context and limits, and tells every Wheelhouse of yours that runs what the session cost; the last word of each session
  is kept in the data folder for when none does.
  --copy        prints the input as it is instead, for another status line behind it in a pipe
`,
  version: 'wheelhouse version [--json]\n',
}

export const helpFor = (command: string | undefined) =>
  command !== undefined && Object.hasOwn(about, command) ? about[command]! : general
