import { render } from 'solid-js/web'
import { App } from './app.tsx'
import { followAppearance } from './appearance.ts'

followAppearance()
render(() => <App />, document.getElementById('root')!)
