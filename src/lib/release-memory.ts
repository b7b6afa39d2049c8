/** Gives the system what this thread took for a while, such as for starting or for reading a history; takes milliseconds. */
export function releaseMemory() {
  Bun.gc(true)
  Bun.shrink()
}
