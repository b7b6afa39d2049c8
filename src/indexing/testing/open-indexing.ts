import { startIndexing } from '../indexing.ts'

/** Starts indexing and waits until the index can be read. */
export async function openIndexing(...words: Parameters<typeof startIndexing>) {
  const indexing = startIndexing(...words)
  await indexing.opened
  return indexing
}
