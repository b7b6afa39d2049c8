import { createEffect } from 'solid-js'
import { avatarOf } from './art/avatar.ts'
import { characterOf, portraitOf } from './art/compose.ts'

const standing = { stance: 'stand', act: 'idle', direction: 'down' } as const

/** A look as its portrait or as the whole figure, drawn anew as it changes; `scale` is the size of an art pixel. */
export function LookPicture(props: { look: string; shows: 'face' | 'figure'; scale: number }) {
  let canvas!: HTMLCanvasElement
  createEffect(() => {
    const { width, height, data } =
      props.shows === 'face' ? portraitOf(props.look, 'agent') : characterOf(avatarOf(props.look), standing, 0)
    canvas.width = width
    canvas.height = height
    canvas.style.width = `${width * props.scale}px`
    canvas.style.height = `${height * props.scale}px`
    canvas.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0)
  })
  return <canvas ref={canvas} class="look-picture" />
}
