/** The parts of a person from the front, as rows of characters: lit from the top left, without outlines. */
type Grid = readonly string[]

/** The colour of each letter in a grid: slots of the avatar first, then fixed colours. */
export const key: Readonly<Record<string, string>> = {
  1: 'sk0',
  2: 'sk1',
  3: 'sk2',
  4: 'sk3',
  a: 'ha0',
  b: 'ha1',
  c: 'ha2',
  d: 'ha3',
  e: 'to0',
  f: 'to1',
  g: 'to2',
  h: 'to3',
  i: 'bo0',
  j: 'bo1',
  k: 'bo2',
  l: 'bo3',
  m: 'ac0',
  n: 'ac1',
  o: 'ac2',
  p: 'ac3',
  q: 'sh0',
  r: 'sh1',
  s: 'sh2',
  y: 'ey0',
  K: 'ink0',
  I: 'ink1',
  W: 'slate5',
  w: 'slate4',
  v: 'slate3',
  u: 'slate2',
  R: 'red1',
  P: 'pink1',
  Y: 'gold2',
  T: 'teal3',
  t: 'teal2',
}

/** Rows below some empty ones. */
const drawn = (above: number, text: string): Grid => [...Array<string>(above).fill(''), ...text.trim().split('\n')]

export const head = drawn(
  0,
  `
..11122222..
.1112222222.
.1122222222.
112222222223
112222222223
112222222223
122222222223
122222222233
.2222222233.
.3222222333.
..33333333..`,
)

export const hair = {
  short: drawn(
    1,
    `
.....bbbbbb.....
...bbaabbbbbb...
..bbaaaabbbbbb..
..baaaabbbbbbbb.
.bbaabbbbbbbbbc.
.bbbbbbbbbbbbcc.
.bbbbbbbccbbbcc.
.bcbbbcc..cbbcc.
.c.cc......cc.c.
.c............c.`,
  ),
  spiky: drawn(
    0,
    `
......b...b.....
..b..bb.bbb.b...
..bbbabbbbbbb...
.bbbaabbbabbbb..
..bbaaabbbbbbbc.
.bbaabbbbbbbbbc.
bbbbbbbbbbbbbcc.
.bbcbbbcbbbcbbcc
.bc.cbc.cbc.ccc.
.c...c...c...c..
.c............c.`,
  ),
  bob: drawn(
    1,
    `
.....bbbbbb.....
...bbaaabbbbb...
..bbaaaabbbbbb..
.bbaaaabbbbbbbb.
.baaabbbbbbbbbc.
.baabbbbbbbbbbc.
.babbbbbbbbbbbc.
.bbbcbbccbbcbcc.
.bbc.cc..cc.bcc.
.bbc........bcc.
.bbc........bcc.
.bbcc......cbcc.
.bbbc......ccc..
..cc........cc..`,
  ),
  long: drawn(
    1,
    `
.....bbbbbb.....
...bbaabcbbbb...
..bbaaabcbbbbb..
.bbaaabbccbbbbb.
.baaabbc..cbbbc.
.baabbc....bbbc.
.babbc.....cbbc.
.bbbc.......bbc.
.bbc........bcc.
.bbc........bcc.
.bbc........bcc.
.bbc........bcc.
.bbbc......bbcc.
.bbbc......bbcc.
.bbbc......bbcc.
.cbcc......cbcc.
..cc........cc..`,
  ),
  bun: drawn(
    0,
    `
......bbbb......
.....baabbb.....
.....bbbbbc.....
....bcccccbb....
..bbaabbbbbbbb..
..baaabbbbbbbc..
.bbaabbbbbbbbcc.
.bbbbccccbbbbcc.
.bbcc....ccbbcc.
.bc.........ccc.
.c............c.`,
  ),
  pony: drawn(
    1,
    `
.....bbbbbb.....
...bbaaabbbbb...
..bbaaaabbbbbb..
.bbaaaabbbbbbbb.
.baaabbbbbbbbbc.
.baabbabbbbbbbc.
.bbbbbbbbbbbbcc.
.bbcbbbcbbbcbcc.
.bc.bcc.cbc.ccc.
.bc..........cc.
.c............c.
..............c.`,
  ),
  curly: drawn(
    0,
    `
....bbb.bbbb....
..bbabbbabbbbb..
.bbaabaabbbbbbb.
.babaabbbabbbbc.
bbaabbabbbbbabbc
babbabbbbbbbbbbc
bbbbbbbcbbbcbbcc
bbbcbccbccbcbbc.
bbbc.c..c..cbbcc
.bbc........bcc.
bbcc........bbcc
.bc..........cc.`,
  ),
  buzz: drawn(
    3,
    `
....bbbbbbbb....
...baabbbbbbb...
..babbbbbbbbbb..
..bbbcbbcbbccc..
..bc........cc..
..c..........c..`,
  ),
  quiff: drawn(
    0,
    `
.....bbbbbbb....
....baaabbbbb...
...baaaabbbbbb..
..cbaaabbbbbbb..
..cbaabbbbbbbc..
..ccbbbbbbbbccc.
..cc.cbbbbc.ccc.
..cc..ccc...cc..
..c..........c..`,
  ),
  mop: drawn(
    1,
    `
.....bbbbbb.....
...bbbaabbbbb...
..bbaaaabbabbb..
.bbaabaabbbbbbb.
.baabaabbbbabbc.
.babbabbbbbbbbc.
.bbbbbbbbbbbbbc.
.bbbbbbbbcbbbcc.
.bcbbcbbc.cbbcc.
.bc.cc.c...cccc.
.cc.........ccc.
..c..........c..`,
  ),
  wrap: drawn(
    1,
    `
.....mmnnnn.....
...mmmmnnnnnn...
..mmmmnnnnnnnn..
.mmmnnnnnnnnnnn.
.mmnnoooooonnno.
.mmno......onno.
.mno........nno.
.mno........nno.
.mno........noo.
.mno........noo.
.mnno......onoo.
.mmnnoooooonnoo.
..mmnnnnnnnnoo..
...mnnnnnnnoo...
....onnnnooo....`,
  ),
  bald: drawn(
    4,
    `
....WW..........
...W............`,
  ),
} as const

export type Nose = 'cat' | 'fox' | 'bear' | 'bunny' | 'frog' | 'duck' | 'panda'

/** Animals: the skin slot is the fur, the hair slot its second colour. Their name says which snout is drawn. */
export const critters: Record<Nose, Grid> = {
  cat: drawn(
    4,
    `
..2..........2..
..22........22..
..2P2......2P3..
..2PP222222PP3..
...112b22b2223..
...112b22b2222..
...1122bb22222..



.22..........33.
.2............3.`,
  ),
  fox: drawn(
    2,
    `
..d..........d..
..dd........dd..
..2d2......2d2..
..2a22....22a3..
..2aa222222aa3..
..12a222222a23..
...1122222222...





.22..........33.
.aaa........aaa.
..aaaa....aaaa..
....aaa..aaa....
.....aaaaaa.....`,
  ),
  bear: drawn(
    4,
    `
..22........22..
.1222......2223.
.12a22....22a23.
.12a2222222a233.
..2211222222233.
...11222222222..`,
  ),
  bunny: drawn(
    0,
    `
...22......22...
..1222....2223..
..12P2....2P23..
..12P2....2P23..
..12P2....2P23..
..12P2....2P23..
...2P22..22P3...
...222222222....
...11122222222..`,
  ),
  frog: drawn(
    5,
    `
...1122..2223...
..112222222223..
..122222222223..
..122222222223..
..1222222222223.`,
  ),
  duck: drawn(
    4,
    `
.......2........
......22.2......
......222.......
.....1222222....
...11122222222..`,
  ),
  panda: drawn(
    4,
    `
..cc........cc..
.cccc......cccc.
.ccccc....ccccc.
.12c2222222c233.
..2211222222233.
...11222222222..`,
  ),
}

export type Outfit = { short?: boolean; coat?: boolean; torso: Grid }

export const outfits = {
  tee: {
    short: true,
    torso: drawn(
      0,
      `
.ef33fg.
eeffffgg
effffffg
effnnffg
effnnffg
effffffg
efffffgg`,
    ),
  },
  hoodie: {
    torso: drawn(
      0,
      `
gggffggg
ehg33ghg
eegWgWgg
effWfWfg
efggggfg
egffffgg
gggggggg`,
    ),
  },
  tie: {
    torso: drawn(
      0,
      `
.eWnnWg.
eeWnoWfg
effnnffg
effnnffg
effnnffg
efffnffg
KKKYYKKK`,
    ),
  },
  stripes: {
    torso: drawn(
      0,
      `
.mn33no.
eeffffgg
mmnnnnoo
eeffffgg
mmnnnnoo
eeffffgg
mmnnnnoo`,
    ),
  },
  blazer: {
    torso: drawn(
      0,
      `
.eWnnWg.
eegWWggg
efhnnhgg
effhhgfg
efffYffg
efffhffg
effghfgg`,
    ),
  },
  overalls: {
    torso: drawn(
      0,
      `
.ef33fg.
ejeffgkg
ejeffgkg
ejYiiYkg
ejiijjkg
jjijjjkk
jjjjjjkk`,
    ),
  },
  robe: {
    torso: drawn(
      0,
      `
.ef33fg.
eeffffgg
efffffgg
mmnnnnoo
eeffffgg
eefffggg
eefffggg`,
    ),
  },
  coat: {
    coat: true,
    torso: drawn(
      0,
      `
.Wf33fw.
WWwffwwv
WWwffwwv
WWwffwwv
WYwffwwv
WWwffwwv
WWwfgwwv`,
    ),
  },
} satisfies Record<string, Outfit>

/** `over` lies on the head and shades it, `under` lies below the hair. */
export type Accessory = { over?: boolean; under?: boolean; worn?: Grid }

export const accessories = {
  none: {},
  glasses: {
    worn: drawn(
      7,
      `
...KKKK..KKKK...
...KTtKKKKTtK...
...KttK..KttK...
...KKKK..KKKK...`,
    ),
  },
  shades: {
    worn: drawn(
      7,
      `
..KKKKKKKKKKKK..
...KuKK..KuKK...
...KKKK..KKKK...`,
    ),
  },
  headset: {
    over: true,
    worn: drawn(
      0,
      `
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
...........KKK..`,
    ),
  },
  cap: {
    over: true,
    worn: drawn(
      1,
      `
....mmnnnnnn....
...mmnnnnnnnn...
..mmnnnnnnnnno..
..mmnnnWWnnnoo..
..mnnnnWWnnnoo..
.ooooooooooooop.
..pooooooooopp..`,
    ),
  },
  beanie: {
    over: true,
    worn: drawn(
      0,
      `
......WwwW......
.....nWwwvn.....
...mmnnnnnnnn...
..mmnnnnnnnnno..
..mmnnnnnnnnoo..
..mnmonmonmono..
..mnmonmonmoop..`,
    ),
  },
  beard: {
    under: true,
    worn: drawn(
      9,
      `
..b..........c..
..bb........cc..
..bbbb....bbcc..
..bbbbbbbbbbcc..
...bbbbbbbbcc...
.....bbbbcc.....`,
    ),
  },
  flower: {
    over: true,
    worn: drawn(
      3,
      `
...........m.m..
..........mmYmm.
...........mYn..
...........m.m..`,
    ),
  },
  band: {
    over: true,
    worn: drawn(
      4,
      `
..mmmnnnnnnnno..
..mnnnnnnnnnoo..`,
    ),
  },
} satisfies Record<string, Accessory>
