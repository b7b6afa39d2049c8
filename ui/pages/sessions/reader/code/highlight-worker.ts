import { highlight } from './highlight.ts'

/** Colours code beside the page, one request after the other. The build makes a file of its own of this. */
self.addEventListener('message', ({ data: { id, code, language } }: MessageEvent<HighlightRequest>) => {
  let runs = null
  try {
    runs = highlight(code, language)
  } catch {
    // A grammar that fails on a text leaves it without colours.
  }
  self.postMessage({ id, runs })
})

type HighlightRequest = { id: number; code: string; language: string }
