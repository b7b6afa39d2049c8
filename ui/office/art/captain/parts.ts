import { grid } from '../grid.ts'

/** The colours of the captain, who has the same look in every office. */
export const letters: Readonly<Record<string, string>> = {
  a: 'red4',
  A: 'red3',
  b: 'red2',
  c: 'red1',
  d: 'red0',
  P: 'skin3',
  p: 'skin2',
  q: 'skin1',
  W: 'slate5',
  w: 'slate4',
  v: 'slate3',
  N: 'blue1',
  n: 'blue0',
  Y: 'gold2',
  K: 'ink0',
}

export const body = {
  down: grid(`
....AAAbbb....
..AAAAbbbbbb..
.AAaAbbbbbbbb.
.AAAbbbbbbbbc.
AAAbbbbbbbbbbc
AAbbbbbbbbbbbc
Abbbbbbbbbbbcc
bbbbbbbbbbbbcc
.bbbbbbbbbbcc.
.cbbbbbbbbccc.
..cccccccccc..
..bPPPPPPPpc..
..bpqqqqqqpc..
..bPPPPPPPpc..
..cpqqqqqqpc..
...cPPPPPpc...
...bcbccbcc...`),
  up: grid(`
....AAAbbb....
..AAAAbbbbbb..
.AAaAbbbbbbbb.
.AAAbbbbbbbbc.
AAAbbbbcbbbbbc
AAbbbbbcbbbbbc
Abbbbbbcbbbbcc
bbbbbbbcbbbbcc
.bbbbbbcbbbcc.
.cAbbbbbbbbcc.
..ccccccccccc.
..AAbbbbbbcc..
..dcccccccdd..
...AAbbbbcc...
...dccccccd...
..AAbbbbbcc...
.AAbdAbbdbcc..
.Abd.Abb.dbc..`),
  right: grid(`
.....AAAbbb....
...AAAAbbbbbb..
..AAaAbbbbbbbb.
..AAAbbbbbbbbb.
..AAbbbbbbbbbbb
..Abbbbbbbbbbbb
..Abbbbbbbbbbbb
..bbbbbbbbbbbbc
...bbbbbbbbbbc.
...cbbbbbbbccc.
.....cccccccc..
..AAcbbbPPPp...
.AAbdbbbpqqp...
.AbbdcbbPPPp...
AAbdccbbcpqp...
AbbdcccbcPp....
Abd..cbccbc....`),
}

export const cap = {
  down: grid(`
...WWWWw...
.WWWWWWwwv.
WWWWWYwwwwv
.NNNYYYNNn.
.nNNNYNNnn.
..KKKKKKK..`),
  up: grid(`
...WWWWw...
.WWWWWWwwv.
WWWWWwwwwwv
.NNNNNNNNn.
.nNNNNNNnn.
..nnnnnnn..`),
  right: grid(`
..WWWWWw...
.WWWWWwwwv.
WWWWWwwwYwv
.NNNNNNYYYn
.nNNNNNNYnn
..nnnnKKKKK`),
}

/** The left claw, upright. */
export const claw = {
  open: grid(`
.AA....b.
AaAb..bbc
AAb...bbc
Abbb.bbbc
Abbbbbbcc
.bbbbbcc.
..bbccc..`),
  shut: grid(`
..AAAb...
.AaAbdbb.
.AAbbdbc.
.Abbbdbc.
.Abbbbcc.
..bbbcc..
...bcc...`),
}
