import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { percent } from '../../../src/lib/format.ts'

/** A label as a name. Of a path the last part stands first, because long names are cut at their end. */
export function Name(props: { label: string; href?: string | undefined }): JSX.Element {
  const folder = () => (props.label.startsWith('/') ? props.label.split('/').filter(Boolean).at(-1) : undefined)
  const words = () => (
    <Show when={folder()} fallback={<bdi>{props.label}</bdi>}>
      {(folder) => (
        <>
          <bdi>{folder()}</bdi> <span class="quiet">{props.label.slice(0, -folder().length - 1)}</span>
        </>
      )}
    </Show>
  )
  return (
    <div class="cut" title={props.label}>
      <Show when={props.href} fallback={words()}>
        {(href) => (
          <A class="named" href={href()} noScroll>
            {words()}
          </A>
        )}
      </Show>
    </div>
  )
}

/** A part of a sum in words; `share` is 0 to 1. */
export const shareWords = (share: number) => (share > 0 && share < 0.005 ? '<1%' : percent(share * 100))

/** A part of a sum in words and as a bar, which is full at the whole sum. */
export function ShareBar(props: { share: number | undefined }) {
  return (
    <Show when={props.share !== undefined}>
      <span class="part">
        <span class="share">
          <span style={{ transform: `scaleX(${Math.min(1, props.share ?? 0)})` }} />
        </span>
        <span class="quiet">{shareWords(props.share ?? 0)}</span>
      </span>
    </Show>
  )
}
