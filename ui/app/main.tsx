import { render } from 'solid-js/web'
import { followAppearance } from '../platform/appearance.ts'
import { App } from './app.tsx'

/** The router can read neither an address that is no UTF-8 nor one that begins with two slashes. */
function mendAddress() {
  const { pathname, search, hash } = location
  try {
    decodeURI(pathname)
    if (pathname.startsWith('//')) history.replaceState(null, '', pathname.replace(/^\/+/, '/') + search + hash)
  } catch {
    // What it was stays readable, and leads to the page that says so.
    history.replaceState(null, '', `/${encodeURIComponent(pathname.slice(1))}`)
  }
}

mendAddress()
followAppearance()
/** Text that is painted in another font moves when its own comes; for so long it is worth waiting. */
const maxFontWaitMs = 400

void Promise.race([
  document.fonts.load('1em "IBM Plex Sans Variable"'),
  new Promise((done) => setTimeout(done, maxFontWaitMs)),
]).then(() => render(() => <App />, document.getElementById('root')!))
