import { type Component, lazy } from 'solid-js'
import { untilLoaded } from './load-part.ts'

/** A page, or a part of the first one, that is fetched when it is first shown, together with the style sheet that all such share. */
export const lazyPage = <Props extends object>(load: () => Promise<{ default: Component<Props> }>) =>
  lazy(async () => (await Promise.all([untilLoaded(load), untilLoaded(loadSheet)]))[0])

let loading: Promise<void> | undefined

/** The build names the sheet in the head of the page. It is fetched once; after a failure it is fetched again. */
function loadSheet(): Promise<void> {
  loading ??= new Promise<void>((done, fail) => {
    const sheet = document.createElement('link')
    sheet.rel = 'stylesheet'
    sheet.href = document.querySelector<HTMLMetaElement>('meta[name="later-style"]')!.content
    sheet.onload = () => done()
    sheet.onerror = () => {
      sheet.remove()
      loading = undefined
      fail(new Error('The style of this page could not be loaded.'))
    }
    document.head.append(sheet)
  })
  return loading
}
