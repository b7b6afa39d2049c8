import { createEffect, createSignal, on } from 'solid-js'

type Art = typeof import('./office.ts')

/**
 * How much of a portrait each size shows, and how large an art pixel is on the screen. 24 shows the face alone, so that
 * its pixels can be twice as large.
 */
const crops = {
  16: { artPixels: 16, scale: 1 },
  24: { artPixels: 12, scale: 2 },
  32: { artPixels: 16, scale: 2 },
  48: { artPixels: 16, scale: 3 },
  80: { artPixels: 16, scale: 5 },
  96: { artPixels: 16, scale: 6 },
} as const

/** The width and height in CSS pixels. */
export type PortraitSize = keyof typeof crops

const images = new Map<string, string>()
const [art, setArt] = createSignal<Art>()
let requested = false

/** Fetches the art when the first portrait is shown, and once. */
function requestArt() {
  if (requested) return
  requested = true
  import('./office.ts').then(setArt, () => {
    requested = false
  })
}

/** The image of a seed, drawn once and shared by all portraits that show it. */
function imageFor(art: Art, seed: string, kind: 'agent' | 'robot'): string {
  const key = `${kind} ${seed}`
  const known = images.get(key)
  if (known) return known
  const { width, height, data } = art.portraitOf(seed, kind)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0)
  const image = `url("${canvas.toDataURL()}")`
  images.set(key, image)
  return image
}

/** The face of an agent, made of the same pixels as in the office. Without a label it is decoration. */
export function Portrait(props: { seed: string; kind?: 'agent' | 'robot'; size: PortraitSize; label?: string }) {
  let element!: HTMLSpanElement
  requestArt()
  createEffect(
    on([() => props.seed, () => props.kind, () => props.size, art], ([seed, kind, size, art]) => {
      const { artPixels, scale } = crops[size]
      const imageSize = (art?.portraitSize ?? 16) * scale
      element.style.width = element.style.height = `${size}px`
      element.style.backgroundSize = `${imageSize}px ${imageSize}px`
      element.style.backgroundPosition = artPixels === 16 ? '0 0' : `${-scale * 2}px ${-scale * 3}px`
      if (art) element.style.backgroundImage = imageFor(art, seed, kind ?? 'agent')
    }),
  )
  const role = () => (props.label ? { role: 'img' as const, 'aria-label': props.label } : { 'aria-hidden': true })
  return <span ref={element} class="portrait" {...role()} />
}
