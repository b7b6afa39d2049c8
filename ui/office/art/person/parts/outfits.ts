import { grid, type Views } from '../../grid.ts'

/** A torso. With `short` sleeves the arms are bare; `coat` is white over the colour of the top; a `skirt` hangs over the legs. */
export type Outfit = Views & { short?: boolean; coat?: boolean; skirt?: boolean }

export const outfits = {
  tee: {
    short: true,
    down: grid(`
.ef33fg.
eeffffgg
effffffg
effnnffg
effnnffg
effffffg
efffffgg`),
    right: grid(`
.eeff3.
eefffgg
eefffgg
efffffg
efffffg
efffffg
effffgg`),
    up: grid(`
.effffg.
eefffffg
effffffg
effffffg
effffffg
effffffg
efffffgg`),
  },
  hoodie: {
    down: grid(`
gggffggg
ehg33ghg
eegWgWgg
effWfWfg
efggggfg
egffffgg
gggggggg`),
    right: grid(`
ggggf3.
hgggffg
eeffWfg
efffWfg
effgggg
efggffg
ggggggg`),
    up: grid(`
.gggggg.
egffffgg
egfffggg
efgggggg
effffffg
effffffg
gggggggg`),
  },
  tie: {
    down: grid(`
.eWnnWg.
eeWnoWfg
effnnffg
effnnffg
effnnffg
efffnffg
KKKYYKKK`),
    right: grid(`
.eefWn.
eefffWn
eefffon
efffffn
efffffn
efffffg
KKKKKKY`),
    up: grid(`
.WWWWWw.
eefffffg
effffffg
effffffg
effffffg
effffffg
KKKKKKKK`),
  },
  stripes: {
    down: grid(`
.mn33no.
eeffffgg
mmnnnnoo
eeffffgg
mmnnnnoo
eeffffgg
mmnnnnoo`),
    right: grid(`
.mmno3.
eeffffg
mmnnnno
eeffffg
mmnnnno
eeffffg
mmnnnno`),
    up: grid(`
.mmnnno.
eeffffgg
mmnnnnoo
eeffffgg
mmnnnnoo
eeffffgg
mmnnnnoo`),
  },
  blazer: {
    down: grid(`
.eWnnWg.
eegWWggg
efhnnhgg
effhhgfg
efffYffg
efffhffg
effghfgg`),
    right: grid(`
.eegWn.
eeffgWg
eeffghn
efffffh
effffYg
efffffg
efgfffg`),
    up: grid(`
.gggggg.
eefffffg
effffffg
effffffg
effhffgg
effhffgg
effhfffg`),
  },
  overalls: {
    down: grid(`
.ef33fg.
ejeffgkg
ejeffgkg
ejYiiYkg
ejiijjkg
jjijjjkk
jjjjjjkk`),
    right: grid(`
.eeff3.
eejffgg
eejfffg
eejjYjk
ejjjjjk
ejjjjjk
jjjjjkk`),
    up: grid(`
.effffg.
ejefffkg
effjkffg
eejffkgg
ejjjjjkg
jjjjjjkk
jjjjjjkk`),
  },
  robe: {
    skirt: true,
    down: grid(`
.ef33fg.
eeffffgg
efffffgg
mmnnnnoo
eeffffgg
eefffggg
eefffggg`),
    right: grid(`
.eeff3.
eefffgg
efffffg
mmnnnno
eefffgg
eefffgg
eeffffg`),
    up: grid(`
.effffg.
eefffffg
effffffg
mmnnnnoo
eefffffg
eeffffgg
eefffggg`),
  },
  coat: {
    coat: true,
    skirt: true,
    down: grid(`
.Wf33fw.
WWwffwwv
WWwffwwv
WWwffwwv
WYwffwwv
WWwffwwv
WWwfgwwv`),
    right: grid(`
.WWwf3.
WWWwwff
WWWwwfg
WWwwwwf
WWwwwwg
WWwwwwf
WWwwwvv`),
    up: grid(`
.WWwwww.
WWWwwwwv
WWwwwwwv
WWwwwwwv
WWwwvwwv
WWwwvwvv
WWwwvwvv`),
  },
} satisfies Record<string, Outfit>
