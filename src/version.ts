import { version as packaged } from '../package.json'

/** The version of this program, from package.json. */
export const version: string = packaged

/** Which build this is: put in by the compiler, `dev` when run from source. A page of another build reloads itself. */
export const build: string = process.env.WHEELHOUSE_BUILD ?? 'dev'
