import { statfsSync } from 'node:fs'
import { type OpenFiles, openFiles } from '../lib/open-files.ts'
import type { Diagnosis } from './doctor.ts'

/** Less free space than this is a warning: the index will soon not fit. */
const littleRoomBytes = 200e6
/** With fewer files a home of many agents and a handful of pages come to the limit. */
const fewFiles = 256

/** The findings about Wheelhouse itself: version, data folder, free space, trouble with the index. */
export function checkOurselves({
  dataFolder,
  version,
  demo,
  trouble,
  files = openFiles(),
}: {
  dataFolder: string
  version: string
  demo: boolean
  trouble: string | null
  /** How many files are open and may be; undefined where the system does not tell. */
  files?: OpenFiles | undefined
}): Diagnosis[] {
  const about = 'wheelhouse'
  const found: Diagnosis[] = [
    { about, level: 'info', code: 'version', message: `Wheelhouse ${version}, data in ${dataFolder}.`, fix: null },
  ]
  if (demo)
    found.push({
      about,
      level: 'info',
      code: 'demo',
      message: 'This is the demo: everything in it is made up.',
      fix: null,
    })
  if (trouble)
    found.push({
      about,
      level: 'error',
      code: 'cannot-keep',
      message: trouble,
      fix: 'Make room or fix the folder; nothing has to be restarted.',
    })
  if (files && files.most < fewFiles)
    found.push({
      about,
      level: 'warn',
      code: 'few-files',
      message: `This program may have ${files.most} files and connections open and has ${files.open}. At the limit, new pages wait until others are closed.`,
      fix: 'Raise the limit of open files (`ulimit -n 1024`), and start it again.',
    })
  const room = roomIn(dataFolder)
  if (room !== undefined && room < littleRoomBytes)
    found.push({
      about,
      level: 'warn',
      code: 'little-room',
      message: `Only ${Math.round(room / 1e6)} MB are free where the data folder is.`,
      fix: 'Make room, or move it with --data.',
    })
  return found
}

function roomIn(folder: string) {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    // Not every file system reports its free space.
    return undefined
  }
}
