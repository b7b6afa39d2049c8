import { A } from '@solidjs/router'
import Maximize2 from 'lucide-solid/icons/maximize-2'
import X from 'lucide-solid/icons/x'
import { onCleanup } from 'solid-js'
import { createMedia } from '../platform/media.ts'
import { AskView } from './ask-view.tsx'
import { asking } from './asking.ts'

/** Questions beside any page: it stays while a number is followed to another one, except where it covers all of it. */
export function AskDrawer() {
  const coversPage = createMedia('(max-width: 900px)')
  const focused = document.activeElement
  onCleanup(() => {
    if (focused instanceof HTMLElement) queueMicrotask(() => focused.isConnected && focused.focus())
  })
  return (
    <aside
      class="asking-drawer"
      aria-label="Ask your own data"
      onKeyDown={(event) => event.key === 'Escape' && asking.close()}
    >
      <AskView
        conversationId={asking.conversationId()}
        onShow={asking.show}
        onFollow={() => coversPage() && asking.close()}
        end={
          <>
            <A
              class="ghost-button"
              href={asking.conversationId() ? `/ask/${asking.conversationId()}` : '/ask'}
              title="Open as a page, with a link of its own"
              onClick={asking.close}
            >
              <Maximize2 size={14} />
              <span class="hidden">Open as a page</span>
            </A>
            <button class="ghost-button" type="button" onClick={asking.close}>
              <X size={16} />
              <span class="hidden">Close</span>
            </button>
          </>
        }
      />
    </aside>
  )
}
