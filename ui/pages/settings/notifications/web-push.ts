/** The subscription of this browser to pushes. */

/** Why pushes cannot come here, in a sentence; undefined where they can. */
export function whyNoPush(): string | undefined {
  if (!isSecureContext)
    return 'Browsers take pushes over https or on localhost alone. For phones in your own network ntfy works without.'
  if (!('serviceWorker' in navigator) || !('PushManager' in window))
    return 'This browser takes no pushes. On iPhones they come once the page is added to the home screen.'
  return undefined
}

/** Subscribes, and answers what the server has to know; or a sentence that says why it could not. */
export async function subscribeToPush(
  publicKey: string,
): Promise<{ endpoint: string; p256dh: string; auth: string } | string> {
  if ((await Notification.requestPermission()) !== 'granted')
    return 'This browser does not allow notifications from this page. Its settings for this site change that.'
  try {
    const registration = await navigator.serviceWorker.register('/push-worker.js')
    await navigator.serviceWorker.ready
    // A subscription with other keys, of another Wheelhouse at this address, would be refused.
    await (await registration.pushManager.getSubscription())?.unsubscribe()
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: publicKey,
    })
    const { endpoint, keys } = subscription.toJSON()
    if (!endpoint || !keys?.p256dh || !keys.auth) return 'The browser gave a subscription without its keys.'
    return { endpoint, p256dh: keys.p256dh, auth: keys.auth }
  } catch (error) {
    return `This browser could not subscribe: ${(error as Error).message}`
  }
}

/** What a browser is called in the list of channels. */
export function nameOfBrowser(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrome\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : 'Browser'
  const system = /iPhone|iPad/.test(agent)
    ? 'iOS'
    : /Android/.test(agent)
      ? 'Android'
      : /Mac OS/.test(agent)
        ? 'macOS'
        : /Windows/.test(agent)
          ? 'Windows'
          : /Linux/.test(agent)
            ? 'Linux'
            : ''
  return system === '' ? browser : `${browser} on ${system}`
}
