/** Where the code of a thread is: inside the executable everything is at the root, and threads stand where they were built. */
const isBuilt = import.meta.url.includes('/$bunfs/') || import.meta.url.includes('/~BUN/')

/** The code of a thread by its name under `src/`, without its ending. */
type ThreadFile = 'indexing/worker' | 'indexing/transcript-thread' | 'indexing/logs-thread' | 'reader/reader'

/** Threads that are loading already, by their file. */
const ahead = new Map<ThreadFile, Worker>()

/** Starts a thread of this file; one that was loaded ahead is taken. */
export function openThread(file: ThreadFile, options: { smol: boolean }): Worker {
  const loaded = ahead.get(file)
  ahead.delete(file)
  return loaded ?? open(file, options)
}

/** Lets a thread load its code while this one still loads its own. It does nothing else before it gets a message. */
export function loadThreadAhead(file: ThreadFile, options: { smol: boolean }) {
  ahead.set(file, open(file, options))
}

const open = (file: ThreadFile, { smol }: { smol: boolean }) =>
  new Worker(new URL(isBuilt ? `./${file}.js` : `../${file}.ts`, import.meta.url).href, { type: 'module', smol })
