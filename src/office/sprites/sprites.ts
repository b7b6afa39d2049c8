import { closeSync, constants, fstatSync, lstatSync, opendirSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { oneLine } from '../../lib/plain-text.ts'
import { Refusal } from '../../lib/refusal.ts'
import { headBytes, measureSprite, spriteFileName } from './sprite-file.ts'

/** A picture that somebody drew for the office. Sides are in art pixels; `url` is another one once the file has changed. */
type OwnSprite = { name: string; width: number; height: number; url: string }

/** What lies in the folder of sprites: those that can be drawn, and why the other files cannot. */
export type OwnSprites = { items: OwnSprite[]; refused: { file: string; why: string }[] }

export type Sprites = ReturnType<typeof createSprites>

const mostSprites = 200
/** Of a folder with more entries the rest is not looked at. */
const mostEntries = 1_000
const mostRefused = 50

type Deps = {
  /** It need not be there. */
  folder: string
  /** Answers with a file of the folder, by its name; it is asked for names that were checked, and for nothing else. */
  serveFile: (name: string) => Promise<Response>
}

/** The sprites in a folder, which is looked at whenever somebody asks and never in between. */
export function createSprites({ folder, serveFile }: Deps) {
  /** What a file is, without following a link; throws what the system says. */
  function examine(file: string): Omit<OwnSprite, 'name'> | { why: string } {
    const path = join(folder, file)
    if (!lstatSync(path).isFile()) return { why: 'It is a link or a folder, not a file.' }
    // What was put in its place meanwhile is not followed, nor waited for.
    const opened = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    try {
      const { size, mtimeMs } = fstatSync(opened)
      const head = new Uint8Array(headBytes)
      const measured = measureSprite(size, head.subarray(0, readSync(opened, head, 0, headBytes, 0)))
      if ('why' in measured) return measured
      return { ...measured, url: `/api/office/sprites/${file}?v=${Math.round(mtimeMs).toString(36)}` }
    } finally {
      closeSync(opened)
    }
  }

  function spriteAt(file: string): OwnSprite | { why: string } {
    if (!spriteFileName.test(file))
      return { why: 'Its name should be at most 40 small letters, digits and dashes, with .png behind them.' }
    try {
      const found = examine(file)
      return 'why' in found ? found : { name: file.replace(/\.png$/, ''), ...found }
    } catch (error) {
      return { why: whyUnread(error) }
    }
  }

  return {
    /** Every sprite by name, and the files that are none. Names of files are cut to one line. */
    list(): OwnSprites {
      const folderIs = kindOf(folder)
      if (folderIs === 'missing') return { items: [], refused: [] }
      const files = folderIs === 'folder' ? filesIn(folder) : { why: 'It is a link or a file, not a folder.' }
      if ('why' in files) return { items: [], refused: [{ file: 'sprites', why: files.why }] }
      const items: OwnSprite[] = []
      const refused: OwnSprites['refused'] = []
      for (const file of files.names) {
        const found = items.length < mostSprites ? spriteAt(file) : { why: `Only ${mostSprites} sprites are shown.` }
        if ('why' in found) refused.push({ file: oneLine(file).slice(0, 80), why: found.why })
        else items.push(found)
      }
      return { items, refused: refused.slice(0, mostRefused) }
    },

    /** The picture of a sprite. Throws a Refusal where there is none. */
    async picture(file: string): Promise<Response> {
      const isThere = kindOf(folder) === 'folder' && !('why' in spriteAt(file))
      const response = isThere ? await serveFile(file) : undefined
      if (!response?.ok) throw new Refusal('not-found', 'There is no such sprite.')
      return response
    },
  }
}

/** What lies at a path. A link is not followed. */
function kindOf(path: string): 'folder' | 'something else' | 'missing' {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found ? (found.isDirectory() ? 'folder' : 'something else') : 'missing'
}

/** The names of a folder in order, without dotfiles, of so many entries at most; else why it cannot be read. */
function filesIn(folder: string): { names: string[] } | { why: string } {
  const names: string[] = []
  try {
    const entries = opendirSync(folder)
    try {
      for (let at = 0; at < mostEntries; at++) {
        const entry = entries.readSync()
        if (!entry) break
        if (!entry.name.startsWith('.')) names.push(entry.name)
      }
    } finally {
      entries.closeSync()
    }
    return { names: names.sort() }
  } catch (error) {
    return { why: whyUnread(error) }
  }
}

const whyUnread = (error: unknown) => `It cannot be read (${(error as { code?: string }).code ?? 'unknown'}).`
