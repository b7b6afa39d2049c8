import { statfsSync } from 'node:fs'
import type { Diagnosis } from './doctor.ts'

/** Less free space than this is a warning: the index will soon not fit. */
const littleRoomBytes = 200e6

/** The findings about Wheelhouse itself: version, data folder, free space, trouble with the index. */
export function checkOurselves({
  dataFolder,
  version,
  demo,
  trouble,
}: {
  dataFolder: string
  version: string
  demo: boolean
  trouble: string | null
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
  const room = roomIn(dataFolder)
  if (room !== undefined && room < littleRoomBytes)
    found.push({
      about,
      level: 'warn',
      code: 'little-room',
      message: `Only ${Math.round(room / 1e6)} MB are left where the data folder is.`,
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
