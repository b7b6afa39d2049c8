import { chromium } from 'playwright-core'

const [url, name, ...rest] = process.argv.slice(2)
const b = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
for (const [w, h] of [
  [1440, 900],
  [1920, 1080],
  [390, 844],
])
  for (const scheme of ['dark', 'light'] as const) {
    if (scheme === 'light' && w === 1920) continue
    const c = await b.newContext({ viewport: { width: w!, height: h! }, colorScheme: scheme })
    const p = await c.newPage()
    p.on('console', (m) => {
      if (m.type() === 'error') console.log('console', m.text())
    })
    p.on('pageerror', (e) => console.log('pageerror', e.message))
    await p.goto(url!)
    await p.waitForTimeout(1500)
    console.log(w, scheme, 'overflow', await p.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    await p.screenshot({ path: `/tmp/shots/${name}-${w}-${scheme}.png` })
    await c.close()
  }
await b.close()
