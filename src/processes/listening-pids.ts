/**
 * The processes that listen on a TCP port, as `lsof` tells, for systems whose kernel cannot be asked directly. It shows
 * those of other users to root alone. Empty where nothing is shown, or there is no `lsof`.
 */
export function listeningPids(port: number): number[] {
  const command = ['lsof', '-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp']
  try {
    return parseLsof(Bun.spawnSync(command, { stderr: 'ignore', timeout: 2_000 }).stdout.toString())
  } catch {
    return []
  }
}

/** The pids in what `lsof -Fp` prints: a line `p<pid>` for each process, then its files. */
export const parseLsof = (printed: string): number[] =>
  printed.split('\n').flatMap((line) => {
    const pid = /^p(\d+)$/.exec(line)?.[1]
    return pid === undefined ? [] : [Number(pid)]
  })
