import type { Chime } from './chimes.ts'

/** A tone: its pitch in Hz, when it begins and how long it fades, in seconds. */
type Tone = { hz: number; at: number; lasts: number }

/** Two notes that rise, soft as a glass; and one low tone twice. */
const tones: Record<Chime, { wave: OscillatorType; volume: number; notes: readonly Tone[] }> = {
  waits: {
    wave: 'sine',
    volume: 0.12,
    notes: [
      { hz: 659.3, at: 0, lasts: 0.9 },
      { hz: 987.8, at: 0.16, lasts: 1.3 },
    ],
  },
  failed: {
    wave: 'triangle',
    volume: 0.16,
    notes: [
      { hz: 174.6, at: 0, lasts: 0.35 },
      { hz: 174.6, at: 0.28, lasts: 0.6 },
    ],
  },
}

/** How long a tone takes to be there, in seconds: at once it would click. */
const attack = 0.012

/**
 * Plays the sounds of the office, which are made here and come from no file. A browser plays nothing before the first
 * click or key on the page; what would be heard until then is not made up for.
 */
export function createPlayer() {
  let context: AudioContext | undefined
  const abort = new AbortController()

  /** To be called when somebody clicks or presses a key: only then may a page begin to be heard. */
  async function unlock() {
    context ??= typeof AudioContext === 'undefined' ? undefined : new AudioContext()
    // Where the browser refuses, it stays silent, which the page says.
    await context?.resume().catch(() => {})
  }
  for (const kind of ['pointerdown', 'keydown'] as const)
    window.addEventListener(kind, () => void unlock(), { signal: abort.signal, passive: true })

  return {
    unlock,
    /** Answers whether it can be heard. */
    play(chime: Chime): boolean {
      if (context?.state !== 'running') return false
      const { wave, volume, notes } = tones[chime]
      for (const { hz, at, lasts } of notes) {
        const from = context.currentTime + at
        const tone = new OscillatorNode(context, { type: wave, frequency: hz })
        const gain = new GainNode(context, { gain: 0 })
        gain.gain.setValueAtTime(0, from)
        gain.gain.linearRampToValueAtTime(volume, from + attack)
        gain.gain.exponentialRampToValueAtTime(0.0001, from + lasts)
        tone.connect(gain).connect(context.destination)
        tone.start(from)
        tone.stop(from + lasts)
      }
      return true
    },
    stop() {
      abort.abort()
      // It may be closed already.
      context?.close().catch(() => {})
    },
  }
}
