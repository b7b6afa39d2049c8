import { grid, type Views } from '../../grid.ts'

/** Hair by style, two pixels left of the head and three above it. */
export const hair = {
  short: {
    down: grid(`
.
.....bbbbbb.....
...bbaabbbbbb...
..bbaaaabbbbbb..
..baaaabbbbbbbb.
.bbaabbbbbbbbbc.
.bbbbbbbbbbbbcc.
.bbbbbbbccbbbcc.
.bcbbbcc..cbbcc.
.c.cc......cc.c.
.c............c.`),
    right: grid(`
.
.....bbbbbb.....
...bbaaabbbbb...
..bbaaaabbbbbb..
.bbaaabbbbbbbbb.
.baaabbbbbbbbbb.
.babbbbbbbbbbbc.
.bbbbbbbbccbbc..
.bbbbbbbc..cc...
.cbbbbbc........
.ccbbcc.........
..cccc..........
...cc...........`),
    up: grid(`
.
.....aaabbb
...baaaabbbbb
..baaaaabbbbbb
.bbaaaabbbbbbbc
.bbaaabbbbbbbbc
.bbaabbbbbbbbbc
.bbabbbbbbbbbcc
.bbbbbbbbbbbbcc
..bbcbbbcbcccc
..bbc.bbc.ccc.`),
  },
  spiky: {
    down: grid(`
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
.c............c.`),
    right: grid(`
....b...b.......
.b..bb.bb..b....
..bbbabbbbbb.b..
.bbbaabbbbbbbb..
bbbaabbbbbbbbbb.
.bbaabbbbbbbbbbb
bbabbbbbbbbbbbc.
.bbbbbbbbcbbcbc.
bbbbbbbbc.cc.c..
.cbbbbbc........
cccbbbc.........
..ccccc.........
...c.c..........`),
    up: grid(`
......b...b.....
..b..bbbbbb.b...
..bbaaaabbbbb...
..baaaaabbbbbb
bbbaaaabbbbbbbc.
.bbaaabbbbbbbbc
bbbaabbbbbbbbbcc
.bbabbbbbbbbbcc
bbbbbbbbbbbbbccc
..bbcbbbcbcccc
..bbc.bbc.ccc.`),
  },
  bob: {
    down: grid(`
.
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
..cc........cc..`),
    right: grid(`
.
.....bbbbbb.....
...bbaaabbbbb...
..bbaaaabbbbbb..
.bbaaaabbbbbbbb.
.baaabbbbbbbbbb.
.baabbbbbbbbbbc.
.babbbbbbbbbbbc.
.bbbbbbbbccbcc..
.bbbbbbbc..c....
.bbbbbbbc.......
.bbbbbbbc.......
.cbbbbbbc.......
.ccbbbbc........
..ccccc.........`),
    up: grid(`
.
.....aaabbb
...baaaabbbbb
..baaaaabbbbbb
.bbaaaabbbbbbbc
.bbaaabbbbbbbbc
.bbaabbbbbbbbbc
.bbabbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
..bbcbbbcbcccc
...bbcbbbcccc`),
  },
  long: {
    down: grid(`
.
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
..cc........cc..`),
    right: grid(`
.
.....bbbbbb.....
...bbaaabbbbb...
..bbaaaabbbbbb..
.bbaaaabbbbbbbb.
.baaabbbbbbbbbb.
.baabbbbbbbbbcc.
.babbbbbbbbcc...
.bbbbbbbbc......
.bbbbbbbc.......
.bbbbbbbc.......
.bbbbbbbc.......
.bbbbbbc........
.bbbbbbc........
.bbbbbcc........
.cbbbbc.........
.ccbbcc.........
..cccc..........`),
    up: grid(`
.
.....aaabbb
...baaaabbbbb
..baaaaabbbbbb
.bbaaaabbbbbbbc
.bbaaabbbbbbbbc
.bbaabbbbbbbbbc
.bbabbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
..bbcbbbcbcccc
...bbcbbbcccc`),
  },
  bun: {
    down: grid(`
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
.c............c.`),
    right: grid(`
..bbbb..........
.baabbb.........
.babbbc.........
.bbbcccbbbbbb...
..bbbaaabbbbbb..
.bbbaaabbbbbbbb.
.bbaabbbbbbbbbc.
.bbbbbbbbbccbc..
.bbbbbbbcc..c...
.cbbbbbc........
.ccbbbc.........
...ccc..........`),
    up: grid(`
......bbbb......
.....baabbb.....
...bababbbcbb...
..baabbbbccbbb..
.bbaaaccccbbbbc.
.bbaaabbbbbbbbc
.bbaabbbbbbbbbc
.bbabbbbbbbbbcc
.bbbbbbbbbbbbcc
..bbcbbbcbcccc
..bbc.bbc.ccc.`),
  },
  pony: {
    down: grid(`
.
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
..............c.`),
    right: grid(`
.
.....bbbbbb.....
...bbaaabbbbb...
..bbaaaabbbbbb..
bbbaaabbbbbbbbb.
bmbaabbbbbbbbbb.
abmbbbbbbbbbbbc.
abbbbbbbbbbbbbc.
bbcbbbbbcbbcbc..
bbc.bbbc..cc....
bbc..bbc........
bbc...c.........
bbc.............
cbc.............
.cc.............
.c..............`),
    up: grid(`
.
.....aaabbb
...baaaabbbbb
..baaaaabbbbbb
.bbaaaabbbbbbbc
.bbaaabmmmmbbbc.
.bbaabbbabbbbbc.
.bbabbbaabbcbcc.
.bbbbbbbabbcbcc.
..bbcbbbbbbccc..
..bbc.bbbbccc...
......bbbbc.....
.......bbbc.....
.......bbcc.....
........cc......`),
  },
  curly: {
    down: grid(`
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
.bc..........cc.`),
    right: grid(`
...bbbb.bbbb....
.bbabbbbabbbbb..
.babaabbbbbbbb..
bbaabababbbabbb.
babaabbbbbbbbbbc
bbabbbabbbbbbbc.
babbbbbbbbcbbcc.
bbbbbbbbbcbccc..
.bbbabbbc.c.....
bbbbbbbbc.......
.bbbbbbcc.......
.cbbbbbc........
..cccc..........`),
    up: grid(`
....bbb.bbbb....
.....aaabbb
...baaaabbbbb
.bbbaaabbbbbbbb.
bbbaaaabbbbbbbbc
bbbabababbbbbbbc
bbaaabbbbcbbbbbc
bbbabbbbbbbbbbcc
bbbbbcbbbbcbbbcc
bbbbbbbcbbbbbbcc
.bbbbbbbbbbbbcc
..bbcbbbcbcccc
..bbc.bbc.ccc.`),
  },
  buzz: {
    down: grid(`
.
.
.
....bbbbbbbb....
...baabbbbbbb...
..babbbbbbbbbb..
..bbbcbbcbbccc..
..bc........cc..
..c..........c..`),
    right: grid(`
.
.
.
....bbbbbbbb....
...baabbbbbbb...
..babbbbbbbbb...
..bbbbbbbbcc....
..bbbbbbc.......
..bbbbbc........
..cbbbc.........
...ccc..........`),
    up: grid(`
.
.
.
....bbbbbbbb....
...baabbbbbbb...
..baabbbbbbbbb..
..babbbbbbbbbc..
..bbbbbbbbbbcc..
..bbbbbbbbbbcc..
..bbbbbbbbbccc..
..cbbbbbbbbccc..
...cbbbbbbccc...`),
  },
  quiff: {
    down: grid(`
.....bbbbbbb....
....baaabbbbb...
...baaaabbbbbb..
..cbaaabbbbbbb..
..cbaabbbbbbbc..
..ccbbbbbbbbccc.
..cc.cbbbbc.ccc.
..cc..ccc...cc..
..c..........c..`),
    right: grid(`
........bbbbbb..
......bbaaabbbb.
....bbaaabbbbbb.
...cbaaabbbbbbc.
..ccbaabbbbbcc..
..ccbbbbbcc.....
..cccccc........
..cccccc........
..ccccc.........
...ccc..........`),
    up: grid(`
.....bbbbbb.....
....baabbbbb....
...baaabbbbbb...
...baabbbbbbc...
..cbbbbbbbbbcc..
..ccbbbbbbbccc..
..cccccccccccc..
..cccccccccccc..
..cccccccccccc..
..ccccccccccdc..
...ccccccccdc...`),
  },
  mop: {
    down: grid(`
.
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
..c..........c..`),
    right: grid(`
.
.....bbbbbb.....
...bbbaabbbbb...
..bbaaaabbbbbb..
.bbaabbbbbabbbb.
.baabbbbabbbbbb.
.babbbbbbbbbbbc.
.bbbbbbbbbbbbbc.
.bbbbbbbbcbbcc..
.bbbbbbbc.cc....
.cbbbbbbc.......
.ccbbbbc........
..ccccc.........`),
    up: grid(`
.
.....aaabbb
...baaaabbbbb
..baaaaabbbbbb
.bbaaaabbbbbbbc
.bbaaabbbbbbbbc
.bbaabbbbbbbbbc
.bbabbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
.bbbbbbbbbbbbcc
..bbcbbbcbcccc
..bbc.bbc.ccc.`),
  },
  wrap: {
    down: grid(`
.
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
....onnnnooo....`),
    right: grid(`
.
.....mmnnnn.....
...mmmmnnnnnn...
..mmmmnnnnnnnn..
.mmmnnnnnnnnnnn.
.mmnnnnnnnnoono.
.mmnnnnnnno..no.
.mnnnnnnno......
.mnnnnnnno......
.mnnnnnnno......
.mnnnnnnnno.....
.mnnnnnnnno.....
..mnnnnnnnnonn..
..omnnnnnnnnno..
...onnnnnnnoo...
....ooonnooo....`),
    up: grid(`
.
.....mmmnnn
...nmmmmnnnnn
..nmmmmmnnnnnn
.nnmmmmnnnnnnno
.nnmmmnnnnnnnno
.nnmmnnnnnnnnno
.nnmnnnnnnnnnoo
.nnnnnnnnnnnnoo
.nnnnnnnnnnnnoo
.nnnnnnnnnnnnoo
.nnnnnnnnnnnnoo
.nnnnnnnnnnnnoo
.nnnnnnnnnnnnoo
..nnonnnonoooo
...nnonnnoooo`),
  },
  bald: {
    down: grid(`
.
.
.
.
....WW..........
...W............`),
    right: grid(`
.
.
.
.
....WW..........
...W............`),
    up: grid(`
.
.
.
.
....WW..........
...W............`),
  },
} satisfies Record<string, Views>
