import type { CodeRun } from './highlight.ts'

/** As many coloured codes are kept, so that scrolling back colours nothing twice. */
const maxKept = 300
const kept = new Map<string, CodeRun[] | null>()
const waiting = new Map<number, (runs: CodeRun[] | null) => void>()
let worker: Worker | undefined
let isBroken = false
let count = 0

/** The runs of a code, coloured in a worker that starts with the first. Null where it stays plain: no worker starts, or its language is not known. */
export function colourCode(code: string, language: string): Promise<CodeRun[] | null> {
  const key = `${language} ${code}`
  const known = kept.get(key)
  if (known !== undefined) return Promise.resolve(known)
  const running = start()
  if (!running) return Promise.resolve(null)
  const id = ++count
  const { promise, resolve } = Promise.withResolvers<CodeRun[] | null>()
  waiting.set(id, (runs) => {
    if (kept.size >= maxKept) kept.delete(kept.keys().next().value ?? '')
    kept.set(key, runs)
    resolve(runs)
  })
  running.postMessage({ id, code, language })
  return promise
}

/** The build names the worker's file in the head of the page. */
function start(): Worker | undefined {
  const url = document.querySelector<HTMLMetaElement>('meta[name="highlight-worker"]')?.content
  if (isBroken || !url || typeof Worker === 'undefined') return undefined
  if (worker) return worker
  try {
    worker = new Worker(url)
  } catch {
    // The browser refuses workers.
    isBroken = true
    return undefined
  }
  worker.addEventListener('message', ({ data }: MessageEvent<{ id: number; runs: CodeRun[] | null }>) => {
    waiting.get(data.id)?.(data.runs)
    waiting.delete(data.id)
  })
  worker.addEventListener('error', () => {
    isBroken = true
    worker?.terminate()
    worker = undefined
    for (const settle of waiting.values()) settle(null)
    waiting.clear()
  })
  return worker
}
