import Ellipsis from 'lucide-solid/icons/ellipsis'
import { createSignal } from 'solid-js'
import type { TranscriptItem } from '../../../../../src/facts/transcript.ts'
import { parseMarkdown } from '../../../../../src/lib/markdown.ts'
import { markdownAsText } from '../../../../../src/lib/markdown-as-text.ts'
import { plainText } from '../../../../../src/lib/plain-text.ts'
import { Menu } from '../../../../components/menu.tsx'
import { copyText } from '../../../../platform/clipboard.ts'
import { hrefOfItem } from '../item-link.ts'
import { useTranscript } from '../reader-context.ts'

/** What can be done with a message: copied as text, as Markdown or as a link, and bookmarked. */
export function MessageActions(props: { message: Extract<TranscriptItem, { kind: 'message' }> }) {
  const transcript = useTranscript()
  const [said, setSaid] = createSignal('')
  const copy = (what: string, text: string) => ({
    name: `Copy ${what}`,
    run: async () => {
      setSaid((await copyText(text)) ? 'Copied' : 'The browser does not let this page copy')
      setTimeout(() => setSaid(''), 2_000)
    },
  })
  const isBookmarked = () => transcript.isBookmarked(props.message.id)
  return (
    <span class="message-actions" data-kept={said() ? '' : undefined}>
      <span aria-live="polite" class="quiet">
        {said()}
      </span>
      <Menu
        label="Copy or bookmark this message"
        items={[
          copy('as text', markdownAsText(parseMarkdown(props.message.text))),
          copy('as Markdown', plainText(props.message.text)),
          copy('a link to it', location.origin + hrefOfItem(transcript.sessionId(), props.message.id)),
          ...(transcript.depth === 0
            ? [
                {
                  name: isBookmarked() ? 'Remove the bookmark' : 'Bookmark',
                  run: () => transcript.bookmark(props.message.id),
                },
              ]
            : []),
        ]}
      >
        <Ellipsis size={16} aria-hidden="true" />
      </Menu>
    </span>
  )
}
