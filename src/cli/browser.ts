import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A browser reads the page it is given within this time. */
const readWithinMs = 3_000

/**
 * Opens a sign-in link in the user's browser, where there is one; elsewhere the printed link has to do. The arguments
 * of a program can be read by everybody on the machine, so the browser is handed a page of ours, readable by its
 * owner alone, that leads on to the link.
 */
export async function openInBrowser(
  url: string,
  folder: string,
  platform: NodeJS.Platform = process.platform,
  hasDisplay = process.env.DISPLAY || process.env.WAYLAND_DISPLAY,
) {
  const page = join(folder, 'sign-in.html')
  const opener =
    platform === 'darwin'
      ? ['open', page]
      : platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', page]
        : hasDisplay
          ? ['xdg-open', page]
          : undefined
  if (!opener) return
  try {
    rmSync(page, { force: true })
    writeFileSync(page, `<!doctype html><meta http-equiv="refresh" content="0;url=${url}">`, {
      mode: 0o600,
      flag: 'wx',
    })
    Bun.spawn(opener, { stdio: ['ignore', 'ignore', 'ignore'] }).unref()
    await Bun.sleep(readWithinMs)
  } catch {
    // No opener on this machine; the link stands in the terminal.
  } finally {
    rmSync(page, { force: true })
  }
}
