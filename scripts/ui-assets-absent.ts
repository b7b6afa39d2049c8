// Preloaded by `bun test`: tests of the server need no built UI.
import { plugin } from 'bun'

plugin({
  name: 'ui-assets-absent',
  setup(build) {
    build.module('ui:assets', () => ({ exports: { assets: {} }, loader: 'object' }))
  },
})
