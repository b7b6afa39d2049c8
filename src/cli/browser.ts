/** Opens a page in the user's browser, where there is one; elsewhere the printed link has to do. */
export function openInBrowser(
  url: string,
  platform: NodeJS.Platform = process.platform,
  hasDisplay = process.env.DISPLAY || process.env.WAYLAND_DISPLAY,
) {
  const command =
    platform === 'darwin'
      ? ['open', url]
      : platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : hasDisplay
          ? ['xdg-open', url]
          : undefined
  if (!command) return
  try {
    Bun.spawn(command, { stdio: ['ignore', 'ignore', 'ignore'] }).unref()
  } catch {
    // No opener on this machine; the link stands in the terminal.
  }
}
