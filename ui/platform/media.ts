import { createSignal, onCleanup } from 'solid-js'

/** Whether a media query holds, for as long as the component that asks lives. */
export function createMedia(query: string) {
  const media = matchMedia(query)
  const [matches, setMatches] = createSignal(media.matches)
  const hear = () => setMatches(media.matches)
  media.addEventListener('change', hear)
  onCleanup(() => media.removeEventListener('change', hear))
  return matches
}
