import { type Grid, grid } from '../../grid.ts'

/**
 * What is worn on the head, two pixels left of it and three above it: `over` lies on the hair and shades it, `under`
 * lies below it. From behind, not everything is seen.
 */
export type Accessory = { over?: boolean; under?: boolean; down?: Grid; right?: Grid; up?: Grid }

export const accessories = {
  none: {},
  glasses: {
    down: grid(`
.
.
.
.
.
.
.
...KKKK..KKKK...
...KTtKKKKTtK...
...KttK..KttK...
...KKKK..KKKK...`),
    right: grid(`
.
.
.
.
.
.
.
.........KKKK...
......KKKKTtK...
.........KttK...
.........KKKK...`),
  },
  shades: {
    down: grid(`
.
.
.
.
.
.
.
..KKKKKKKKKKKK..
...KuKK..KuKK...
...KKKK..KKKK...`),
    right: grid(`
.
.
.
.
.
.
.
......KKKKKKK...
.........KuKK...
.........KKKK...`),
  },
  headset: {
    over: true,
    down: grid(`
....KKKKKKKK....
..KKuuvvuuuuKK..
..Ku........uK..
.Ku..........uK.
.K............K.
.K............K.
.K............K.
nn............no
mn............no
mn............no
mn............no
.n............K.
..............K.
...........KKK..`),
    right: grid(`
.....KKKKKK.....
....Kuvvvuu.....
....Ku..........
....KK..........
....KK..........
....KK..........
....KK..........
...nnnn.........
...mnno.........
...mnno.........
...mnno.........
....noK.........
.......K........
........KKK.....`),
    up: grid(`
....KKKKKKKK....
..KKuuvvuuuuKK..
..Ku........uK..
.Ku..........uK.
.K............K.
.K............K.
.K............K.
nn............no
mn............no
mn............no
mn............no
.n............o.`),
  },
  cap: {
    over: true,
    down: grid(`
.
....mmnnnnnn....
...mmnnnnnnnn...
..mmnnnnnnnnno..
..mmnnnWWnnnoo..
..mnnnnWWnnnoo..
.ooooooooooooop.
..pooooooooopp..`),
    right: grid(`
.
....mmnnnnnn....
...mmnnnnnnnn...
..mmnnnnnnnnnn..
..mmnnnnnnnWWn..
..mnnnnnnnnWWo..
..ooooooooooooooo
.........ooooooo`),
    up: grid(`
.
....mmnnnnnn....
...mmnnnnnnnn...
..mmnnnnnnnnno..
..mmnnnnnnnnoo..
..mnnnnnnnnnoo..
..ooonnnnnnooo..
...pppoooopp....`),
  },
  beanie: {
    over: true,
    down: grid(`
......WwwW......
.....nWwwvn.....
...mmnnnnnnnn...
..mmnnnnnnnnno..
..mmnnnnnnnnoo..
..mnmonmonmono..
..mnmonmonmoop..`),
    right: grid(`
......WwwW......
.....nWwwvn.....
...mmnnnnnnnn...
..mmnnnnnnnnno..
..mmnnnnnnnnoo..
..mnmonmonmono..
..mnmonmonmoop..`),
    up: grid(`
......WwwW......
.....nWwwvn.....
...mmnnnnnnnn...
..mmnnnnnnnnno..
..mmnnnnnnnnoo..
..mnmonmonmono..
..mnmonmonmoop..`),
  },
  beard: {
    under: true,
    down: grid(`
.
.
.
.
.
.
.
.
.
..b..........c..
..bb........cc..
..bbbb....bbcc..
..bbbbbbbbbbcc..
...bbbbbbbbcc...
.....bbbbcc.....`),
    right: grid(`
.
.
.
.
.
.
.
.
.
......b.........
......bb........
......bbb...bbb.
......bbbbbbbbc.
......bbbbbbbc..
.......bbbbcc...`),
  },
  flower: {
    over: true,
    down: grid(`
.
.
.
...........m.m..
..........mmYmm.
...........mYn..
...........m.m..`),
    right: grid(`
.
.
.
.....m.m........
....mmYmm.......
.....mYn........
.....m.m........`),
    up: grid(`
.
.
.
..m.m...........
.mmYmm..........
..mYn...........
..m.m...........`),
  },
  band: {
    over: true,
    down: grid(`
.
.
.
.
..mmmnnnnnnnno..
..mnnnnnnnnnoo..`),
    right: grid(`
.
.
.
.
..mmmnnnnnnnnn..
..mnnnnnnnnnno..`),
    up: grid(`
.
.
.
.
..mmmnnnnnnnno..
..mnnnnnnnnnoo..
......noo.......
.....no.oo......`),
  },
} satisfies Record<string, Accessory>
