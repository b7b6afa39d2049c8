import { createSignal, onCleanup } from 'solid-js'

/** Whether a media query matches, for as long as its owner lives. */
export function createMedia(query: string) {
  const media = matchMedia(query)
  const [matches, setMatches] = createSignal(media.matches)
  const onChange = () => setMatches(media.matches)
  media.addEventListener('change', onChange)
  onCleanup(() => media.removeEventListener('change', onChange))
  return matches
}
