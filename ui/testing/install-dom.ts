import { afterAll, afterEach } from 'bun:test'
import { cleanUp, createDom } from './dom.ts'

/** Gives the test file that is being loaded a page, which is empty again after each test. */
export function installDom() {
  afterAll(createDom())
  afterEach(cleanUp)
}
