/** Waits for something to become so. What never does is ended by the time-out of its test. */
export async function until(isSo: () => boolean) {
  while (!isSo()) await Bun.sleep(5)
}
