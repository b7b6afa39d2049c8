import Info from 'lucide-solid/icons/info'
import { createSignal, type JSX, Show, Suspense } from 'solid-js'
import { lazyPart } from '../data/load-part.ts'

const RawErrorPopover = lazyPart(async () => ({
  default: (await import('./raw-error-popover.tsx')).RawErrorPopover,
}))

const label = 'Show the raw error'

/**
 * A button beside the words for an error. It opens what the error means, what to do about it, and its own text. Without
 * children it is a small icon, which fits into a row.
 */
export function RawError(props: { raw: string; children?: JSX.Element; tabIndex?: number }) {
  const [open, setOpen] = createSignal(false)
  /** What it opens is fetched when it is first wanted. */
  const [wanted, setWanted] = createSignal(false)
  let button: HTMLButtonElement | undefined
  return (
    <>
      <button
        ref={button}
        type="button"
        class={props.children ? 'link-button' : 'raw-error-button'}
        aria-label={props.children ? undefined : label}
        aria-haspopup="dialog"
        aria-expanded={open()}
        title={props.children ? undefined : label}
        tabIndex={props.tabIndex}
        onPointerEnter={() => setWanted(true)}
        onClick={() => {
          setWanted(true)
          setOpen(!open())
        }}
      >
        {props.children ?? <Info size={14} aria-hidden="true" />}
      </button>
      <Show when={wanted()}>
        {/* The page around it stays while the popover is fetched. */}
        <Suspense>
          <RawErrorPopover raw={props.raw} open={open()} setOpen={setOpen} anchor={button} />
        </Suspense>
      </Show>
    </>
  )
}
