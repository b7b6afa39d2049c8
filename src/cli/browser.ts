import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The time after which the page for the browser is deleted. */
const readWithinMs = 3_000

/**
 * Opens a sign-in link in the user's browser, where there is one. Everybody on the machine can read the arguments of
 * a program, so the browser gets the path of a page that only its owner can read and that redirects to the link.
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
    // No opener is installed; the terminal shows the link.
  } finally {
    rmSync(page, { force: true })
  }
}
