/** How long a film of the office is, and how many frames a second it has. */
export const filmMs = 10_000
const framesPerSecond = 15

const types = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm']
const typeOf = () => types.find((type) => MediaRecorder.isTypeSupported(type))

/** Why this browser records nothing, in a sentence; null where it does. */
export function whyNoFilm(): string | null {
  if (typeof MediaRecorder === 'undefined' || !('captureStream' in HTMLCanvasElement.prototype))
    return 'This browser records no films of a canvas. A picture can be saved instead.'
  return typeOf() === undefined ? 'This browser records no WebM. A picture can be saved instead.' : null
}

/**
 * Records what `paint` draws into a canvas, as WebM. `onProgress` is told how many ms are done. Undefined where it was
 * cancelled by `signal`; throws what the browser says where it cannot go on.
 */
export function recordFilm({
  canvas,
  paint,
  onProgress,
  signal,
}: {
  canvas: HTMLCanvasElement
  paint(): void
  onProgress(ms: number): void
  signal: AbortSignal
}): Promise<Blob | undefined> {
  const type = typeOf()!
  paint()
  const stream = canvas.captureStream(framesPerSecond)
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 6_000_000 })
  const parts: Blob[] = []
  const begun = performance.now()
  return new Promise((resolve, reject) => {
    const beat = setInterval(() => {
      const ms = performance.now() - begun
      onProgress(Math.min(ms, filmMs))
      if (ms >= filmMs) return stop()
      try {
        paint()
      } catch (error) {
        fail(error)
      }
    }, 1_000 / framesPerSecond)
    function stop() {
      clearInterval(beat)
      if (recorder.state !== 'inactive') recorder.stop()
    }
    function fail(error: unknown) {
      stop()
      reject(error)
    }
    signal.addEventListener('abort', stop, { once: true })
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    recorder.addEventListener('error', (event) => fail(event))
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop()
      resolve(signal.aborted ? undefined : new Blob(parts, { type: 'video/webm' }))
    })
    recorder.start(1_000)
  })
}
