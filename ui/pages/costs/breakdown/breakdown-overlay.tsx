import X from 'lucide-solid/icons/x'
import type { JSX } from 'solid-js'
import { Overlay } from '../../../components/overlay.tsx'
import { bindKeys } from '../../../platform/keyboard.ts'
import { CopyLink } from '../toolbar.tsx'

/** The properties that all opened figures share. */
export type Frame = {
  title: string
  /** Opens the previous or the next figure of the page. */
  onStep(by: 1 | -1): void
  onClose(): void
}

/** An opened figure, in an overlay at the side of the page. */
export function BreakdownOverlay(
  props: Frame & {
    value: JSX.Element
    exactly?: string | undefined
    tools?: JSX.Element
    foot?: string
    children: JSX.Element
  },
) {
  bindKeys([
    { keys: ']', words: 'Next figure', group: 'This page', whileTyping: true, run: () => props.onStep(1) },
    { keys: '[', words: 'Previous figure', group: 'This page', whileTyping: true, run: () => props.onStep(-1) },
  ])
  let close!: HTMLButtonElement
  return (
    <Overlay class="figure-panel" title={`${props.title}, opened`} focusFirst={() => close} onClose={props.onClose}>
      <header>
        <div>
          <span class="label">{props.title}</span>
          <p class="figure-value">
            <b>{props.value}</b> <span class="quiet">{props.exactly}</span>
          </p>
        </div>
        <span class="spacer" />
        <CopyLink />
        {props.tools}
        <button class="icon-button" type="button" aria-label="Close" ref={close} onClick={props.onClose}>
          <X size={18} />
        </button>
      </header>
      <div class="figure-body">{props.children}</div>
      <footer class="label">
        <span>{props.foot}</span>
        <span class="spacer" />
        <span class="figure-keys">
          <kbd>Esc</kbd> close <kbd>[</kbd> <kbd>]</kbd> other figures
        </span>
      </footer>
    </Overlay>
  )
}
