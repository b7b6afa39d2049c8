import { expect, test } from 'bun:test'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { Elysia } from 'elysia'
import { markCaller } from '../../auth/caller.ts'
import type { Role } from '../../auth/role.ts'
import { callerAs } from '../../auth/testing/caller-as.ts'
import { problems } from '../../http/errors.ts'
import { createRoleGate } from '../../http/roles.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { createFileServer, spriteRoutes } from './routes.ts'
import { createSprites, type OwnSprites } from './sprites.ts'

/** A file that begins as a PNG of this size does. */
function png(width: number, height: number, bytes = 64) {
  const file = Buffer.alloc(bytes)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(file)
  file.writeUInt32BE(width, 16)
  file.writeUInt32BE(height, 20)
  return file
}

function start() {
  const place = temporary('sprites')
  const folder = place.at('data', 'sprites')
  mkdirSync(folder, { recursive: true })
  writeFileSync(place.at('data', 'secret.png'), png(1, 1))
  writeFileSync(place.at('data', 'token'), 'secret')
  const { gate, enforce } = createRoleGate()
  const app = new Elysia({ prefix: '/api/office' })
    .use(problems(() => {}))
    .use(gate)
    .use(spriteRoutes({ sprites: createSprites({ folder, serveFile: createFileServer(folder) }) }))
  enforce(app)
  function ask(path = '', role: Role | 'nobody' = 'viewer', method = 'GET') {
    const request = new Request(`http://localhost/api/office/sprites${path}`, { method })
    if (role !== 'nobody') markCaller(request, () => callerAs(role))
    return app.handle(request)
  }
  const list = async (role?: Role) => (await (await ask('', role)).json()) as OwnSprites
  const put = (name: string, content: Uint8Array | string) => writeFileSync(`${folder}/${name}`, content)
  return { ...place, [Symbol.dispose]: place[Symbol.dispose], folder, ask, list, put }
}

test('where there is no folder there are no sprites, and nothing is wrong', async () => {
  using place = start()
  rmSync(place.folder, { recursive: true })
  expect(await place.list()).toEqual({ items: [], refused: [] })
  expect((await place.ask('/plant.png')).status).toBe(404)
})

test('a picture is listed with its size and served as it is', async () => {
  using place = start()
  place.put('fig-tree.png', png(32, 96))
  place.put('zebra.png', png(1, 1))
  const { items, refused } = await place.list('screen')
  expect(refused).toEqual([])
  expect(items.map(({ name, width, height }) => [name, width, height])).toEqual([
    ['fig-tree', 32, 96],
    ['zebra', 1, 1],
  ])
  const served = await place.ask(items[0]!.url.replace('/api/office/sprites', ''), 'screen')
  expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(new Uint8Array(await served.arrayBuffer())).toEqual(new Uint8Array(png(32, 96)))
})

test('a file that is drawn anew is served anew, at another address', async () => {
  using place = start()
  place.put('plant.png', png(16, 16))
  const [before] = (await place.list()).items
  await place.ask('/plant.png')
  await Bun.sleep(5)
  place.put('plant.png', png(16, 32, 80))
  const [after] = (await place.list()).items
  expect(after!.url).not.toBe(before!.url)
  expect(await (await place.ask('/plant.png')).arrayBuffer()).toHaveProperty('byteLength', 80)
})

test('what is no sprite is not served, and the list says why', async () => {
  using place = start()
  place.put('Plant.png', png(16, 16))
  place.put('notes.txt', 'secret')
  place.put('page.html', '<b>')
  place.put('wide.png', png(97, 16))
  place.put('none.png', png(0, 16))
  place.put('text.png', 'secret')
  place.put('short.png', png(16, 16).subarray(0, 20))
  place.put('heavy.png', png(16, 16, 64 * 1024 + 1))
  place.put('.hidden.png', png(16, 16))
  mkdirSync(`${place.folder}/folder.png`)
  symlinkSync(place.at('data', 'secret.png'), `${place.folder}/link.png`)
  const { items, refused } = await place.list()
  expect(items).toEqual([])
  expect(Object.fromEntries(refused.map(({ file, why }) => [file, why]))).toEqual({
    'Plant.png': expect.stringContaining('Its name should be'),
    'notes.txt': expect.stringContaining('Its name should be'),
    'page.html': expect.stringContaining('Its name should be'),
    'wide.png': 'It is 97 × 16; a sprite has at most 96 × 96 art pixels.',
    'none.png': 'It is 0 × 16; a sprite has at most 96 × 96 art pixels.',
    'text.png': 'It is not a PNG picture.',
    'short.png': 'It is not a PNG picture.',
    'heavy.png': 'It has more than 64 KiB.',
    'folder.png': 'It is a link or a folder, not a file.',
    'link.png': 'It is a link or a folder, not a file.',
  })
  for (const { file } of refused) expect([file, (await place.ask(`/${file}`)).status]).toEqual([file, 404])
  expect((await place.ask('/.hidden.png')).status).toBe(404)
  // What files are called is nothing for a wall.
  expect((await place.list('screen')).refused).toEqual([])
})

test('no path leads out of the folder, however it is written', async () => {
  using place = start()
  place.put('plant.png', png(16, 16))
  mkdirSync(`${place.folder}/below`)
  writeFileSync(`${place.folder}/below/deep.png`, png(16, 16))
  for (const path of [
    '/../secret.png',
    '/..%2fsecret.png',
    '/..%2Ftoken',
    '/%2e%2e%2fsecret.png',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%252fsecret.png',
    '/below%2fdeep.png',
    '/below/deep.png',
    '/below%2f..%2fplant.png',
    '/plant.png%00',
    '/plant.png%2f',
    '/./plant.png%20',
    '/%2fetc%2fpasswd',
    '/..%5csecret.png',
    `/${'a'.repeat(41)}.png`,
    `/${'a'.repeat(4_000)}.png`,
  ]) {
    const answer = await place.ask(path)
    expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true])
    expect(await answer.text()).not.toContain('secret')
  }
})

test('a folder that is a link is not looked into', async () => {
  using place = start()
  place.put('plant.png', png(16, 16))
  renameSync(place.folder, place.at('elsewhere'))
  symlinkSync(place.at('elsewhere'), place.folder)
  expect(await place.list()).toEqual({
    items: [],
    refused: [{ file: 'sprites', why: 'It is a link or a file, not a folder.' }],
  })
  expect((await place.ask('/plant.png')).status).toBe(404)
})

test('a picture that becomes a link after it was served is served no more', async () => {
  using place = start()
  place.put('plant.png', png(16, 16))
  expect((await place.ask('/plant.png')).status).toBe(200)
  rmSync(`${place.folder}/plant.png`)
  symlinkSync(place.at('data', 'secret.png'), `${place.folder}/plant.png`)
  expect((await place.ask('/plant.png')).status).toBe(404)
})

test('two hundred sprites are listed, the rest is named, and a strange name is one line', async () => {
  using place = start()
  for (let at = 0; at < 210; at++) place.put(`s${String(at).padStart(3, '0')}.png`, png(8, 8))
  place.put('A\nlong\u202ename.png', '')
  const { items, refused } = await place.list()
  expect([items.length, items.at(-1)!.name]).toEqual([200, 's199'])
  expect(refused).toHaveLength(11)
  expect(refused.find(({ file }) => file.startsWith('A'))!.file).not.toMatch(/[\n\u202e]/)
})

test('a stranger sees none, and nothing is written', async () => {
  using place = start()
  place.put('plant.png', png(16, 16))
  for (const path of ['', '/plant.png']) {
    expect((await place.ask(path, 'nobody')).status).toBe(401)
    expect((await place.ask(path, 'admin', 'POST')).status).toBeGreaterThanOrEqual(400)
  }
})
