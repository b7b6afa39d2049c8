import { type Component, lazy } from 'solid-js'

/** A page that comes when somebody goes there, with the style sheet that all such pages share. */
export const lazyPage = <Props extends object>(load: () => Promise<{ default: Component<Props> }>) =>
  lazy(async () => (await Promise.all([load(), dress()]))[0])

let dressed: Promise<void> | undefined

/** The build names the sheet in the page's head; it is fetched once, and again only where it did not come. */
function dress(): Promise<void> {
  dressed ??= new Promise<void>((done, fail) => {
    const sheet = document.createElement('link')
    sheet.rel = 'stylesheet'
    sheet.href = document.querySelector<HTMLMetaElement>('meta[name="later-style"]')!.content
    sheet.onload = () => done()
    sheet.onerror = () => {
      sheet.remove()
      dressed = undefined
      fail(new Error('The style of this page could not be loaded.'))
    }
    document.head.append(sheet)
  })
  return dressed
}
