import { render } from 'solid-js/web'
import { followAppearance } from '../platform/appearance.ts'
import { App } from './app.tsx'

/** Changes an address that the router cannot read: one that is no UTF-8, or that begins with two slashes. */
function fixAddress() {
  const { pathname, search, hash } = location
  try {
    decodeURI(pathname)
    if (pathname.startsWith('//')) history.replaceState(null, '', pathname.replace(/^\/+/, '/') + search + hash)
  } catch {
    // The address stays readable, and leads to the page for addresses that do not exist.
    history.replaceState(null, '', `/${encodeURIComponent(pathname.slice(1))}`)
  }
}

fixAddress()
followAppearance()
/** Text in a fallback font moves when its own font arrives, so the first paint waits for that, at most this long. */
const maxFontWaitMs = 400

void Promise.race([
  document.fonts.load('1em "IBM Plex Sans Variable"'),
  new Promise((done) => setTimeout(done, maxFontWaitMs)),
]).then(() => {
  document.getElementById('skeleton')?.remove()
  render(() => <App />, document.getElementById('root')!)
})
