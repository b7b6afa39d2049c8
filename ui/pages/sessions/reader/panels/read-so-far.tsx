import { Show } from 'solid-js'
import { bytes } from '../../../../../src/lib/format.ts'
import type { SessionDigest } from '../../../../../src/transcripts/meter.ts'

/** How far a long transcript is read, while it is. */
export function ReadSoFar(props: { digest: SessionDigest | undefined }) {
  return (
    <Show when={props.digest && props.digest.read < props.digest.size ? props.digest : undefined}>
      {(digest) => (
        <p class="read-so-far quiet">
          Read {bytes(digest().read, 1000)} of {bytes(digest().size, 1000)} so far
          <span class="bar" aria-hidden="true">
            <span style={{ transform: `scaleX(${digest().read / Math.max(1, digest().size)})` }} />
          </span>
        </p>
      )}
    </Show>
  )
}
