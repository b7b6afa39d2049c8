import { createEffect, createSignal, on } from 'solid-js'

type Art = typeof import('./office.ts')

/** The side of the square a size shows, in art pixels, and how large each is. 24 shows the face of the picture at 2x. */
const crops = {
  16: { art: 16, scale: 1 },
  24: { art: 12, scale: 2 },
  32: { art: 16, scale: 2 },
  48: { art: 16, scale: 3 },
  80: { art: 16, scale: 5 },
  96: { art: 16, scale: 6 },
} as const

export type PortraitSize = keyof typeof crops

const pictures = new Map<string, string>()
const [faces, setFaces] = createSignal<Art>()
let asked = false

/** The art is fetched when the first face is shown, and once. */
function ask() {
  if (asked) return
  asked = true
  import('./office.ts').then(setFaces, () => {
    asked = false
  })
}

/** One small picture for each look, drawn once and shared by everybody who shows it. */
function pictureFor(art: Art, look: string, kind: 'agent' | 'robot'): string {
  const key = `${kind} ${look}`
  const known = pictures.get(key)
  if (known) return known
  const { width, height, data } = art.portraitOf(look, kind)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0)
  const picture = `url("${canvas.toDataURL()}")`
  pictures.set(key, picture)
  return picture
}

/** The face of an agent, the same pixels as in the office. It says nothing to a reader unless it has a label. */
export function Portrait(props: { look: string; kind?: 'agent' | 'robot'; size: PortraitSize; label?: string }) {
  let element!: HTMLSpanElement
  ask()
  createEffect(
    on([() => props.look, () => props.kind, () => props.size, faces], ([look, kind, size, art]) => {
      const { art: shown, scale } = crops[size]
      const whole = (art?.portraitSize ?? 16) * scale
      element.style.width = element.style.height = `${size}px`
      element.style.backgroundSize = `${whole}px ${whole}px`
      element.style.backgroundPosition = shown === 16 ? '0 0' : `${-scale * 2}px ${-scale * 3}px`
      if (art) element.style.backgroundImage = pictureFor(art, look, kind ?? 'agent')
    }),
  )
  const said = () => (props.label ? { role: 'img' as const, 'aria-label': props.label } : { 'aria-hidden': true })
  return <span ref={element} class="portrait" {...said()} />
}
