import type { Argv } from './manager.ts'

/** How a program of the system ended; null where there is no such program. */
export type Ran = { code: number; output: string } | null
export type RunTool = (argv: Argv) => Ran

/**
 * Runs a program that manages services to its end. They come with the system, on Windows as well, take a second and leave
 * nothing behind.
 */
export function runTool(argv: Argv): Ran {
  try {
    const { exitCode, stdout, stderr } = Bun.spawnSync([...argv], { stdin: 'ignore', timeout: toolMs })
    return { code: exitCode ?? 1, output: `${stdout.toString()}${stderr.toString()}` }
  } catch {
    return null
  }
}

const toolMs = 30_000
