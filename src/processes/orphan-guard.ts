import type { ProcessIdentity } from './process-row.ts'

/**
 * Ends what we started when we end without a word, as by SIGKILL or a crash.
 *
 * Linux could send a child a signal when its parent ends (PR_SET_PDEATHSIG), but the child has to ask for it between
 * fork and exec, where no JavaScript runs, and its own children would not inherit it. So a shell waits beside us, in a
 * session of its own, and reads from a pipe of which only we hold the other end: `+ PID START` when a program begins,
 * `- PID START` when all of it has ended. The system closes the pipe with us, however we end; the shell then sends
 * SIGTERM to the sessions that are left, SIGKILL to what remains of them after `graceSeconds`, and ends. A session
 * whose pid belongs to somebody else by now is let alone.
 *
 * What it cannot reach: processes that began a session of their own. Their parents were asked to end and may end them.
 */
export function createOrphanGuard({ graceSeconds = 3 } = {}) {
  let shell: ReturnType<typeof start> | undefined
  const watched = new Map<number, ProcessIdentity>()

  function start() {
    const started = Bun.spawn(['/bin/sh', '-c', script, 'wheelhouse-guard', `${graceSeconds}`], {
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      detached: true,
      onExit(child) {
        // Somebody ended it. The next program that starts brings it back.
        if (shell === child) shell = undefined
      },
    })
    started.unref()
    for (const identity of watched.values()) write(started.stdin, '+', identity)
    return started
  }

  return {
    add(identity: ProcessIdentity) {
      if (shell) write(shell.stdin, '+', identity)
      watched.set(identity.pid, identity)
      shell ??= start()
    },
    remove(identity: ProcessIdentity) {
      watched.delete(identity.pid)
      if (shell) write(shell.stdin, '-', identity)
    },
    /** The guard's own process, while there is one. */
    pid: () => shell?.pid,
    /** Ends the guard, which then ends whatever was not removed. */
    async stop() {
      const last = shell
      shell = undefined
      await last?.stdin.end()
      await last?.exited
    },
  }
}

export type OrphanGuard = ReturnType<typeof createOrphanGuard>

function write(sink: Bun.FileSink, sign: '+' | '-', { pid, startTime }: ProcessIdentity) {
  void Promise.resolve(sink.write(`${sign} ${pid} ${startTime}\n`)).catch(() => {
    // The guard has just been ended by somebody; `onExit` follows.
  })
  void Promise.resolve(sink.flush()).catch(() => {})
}

/** POSIX shell without any program but `sleep`. Fields are those of `/proc/PID/stat` behind the name. */
const script = `
grace=$1
trees=
while read -r sign pid start; do
  case $sign in
  +) trees="$trees $pid:$start" ;;
  -)
    rest=
    for tree in $trees; do [ "$tree" = "$pid:$start" ] || rest="$rest $tree"; done
    trees=$rest
    ;;
  esac
done
[ -n "$trees" ] || exit 0

fields_of() {
  { read -r line <"$1"; } 2>/dev/null || return 1
  fields=\${line##*) }
}
send_to_session() {
  signal=$1 leader=$2 start=$3
  if fields_of /proc/$leader/stat; then
    set -- $fields
    [ "\${20}" = "$start" ] || return 0
  fi
  for stat in /proc/[0-9]*/stat; do
    fields_of "$stat" || continue
    set -- $fields
    [ "$4" = "$leader" ] || continue
    member=\${line%% *}
    kill -s "$signal" "$member" 2>/dev/null
  done
}
send_to_all() {
  for tree in $trees; do
    if [ -r /proc/self/stat ]; then send_to_session "$1" "\${tree%%:*}" "\${tree##*:}"
    else kill -s "$1" -- "-\${tree%%:*}" 2>/dev/null; fi
  done
}
send_to_all TERM
send_to_all CONT
sleep "$grace"
send_to_all KILL
`
