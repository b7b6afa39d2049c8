/** What an error of the system means, in a few words. */
export function reasonOf(error: unknown) {
  const { code, message } = error as { code?: string; message: string }
  return reasons[code ?? ''] ?? message
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a read-only file system',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file, not a folder',
  SQLITE_FULL: 'the disk is full',
  SQLITE_READONLY: 'this user may not write there',
  SQLITE_CANTOPEN: 'this user may not write there',
}
