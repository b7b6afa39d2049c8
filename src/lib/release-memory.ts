/**
 * Returns unused heap of this thread to the system, such as after starting or after reading a history; takes
 * milliseconds.
 */
export function releaseMemory() {
  Bun.gc(true)
  Bun.shrink()
}
