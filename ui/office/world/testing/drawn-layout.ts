import type { Layout, Pastime, Seat, Spot } from '../layout.ts'

const pastimes: Record<string, Pastime> = {
  c: 'coffee',
  s: 'sofa',
  w: 'window',
  o: 'board',
  k: 'cat',
  b: 'books',
  t: 'chat',
}

/**
 * An office out of a drawing: `#` wall, `.` floor, `+` the door, `d` a desk, `M` the desk of the main agent, `m` a seat
 * for meetings; the last three cannot be walked on and are entered from the tile above. `s` a sofa, which cannot be
 * walked on either; `c` coffee, `w` window, `o` board, `k` cat, `b` books, `t` a place to chat.
 * `|` is floor with a thin wall on its east side. Rooms are given by their columns and rows, with their area.
 */
export function drawnLayout(drawing: string, rooms: Layout['rooms'] = []): Layout {
  const rows = drawing.trim().split('\n')
  const seats: Seat[] = []
  const spots: Spot[] = []
  const edges: Layout['edges'] = []
  let door = { x: 0, y: 0 }
  for (const [row, text] of rows.entries())
    for (const [column, sign] of [...text].entries()) {
      const x = column * 16 + 8
      const y = row * 16 + 8
      const id = `${sign}-${column}-${row}`
      const room = rooms.find(
        ({ rect: [left, top, width, height] }) =>
          column >= left && column < left + width && row >= top && row < top + height,
      )
      if (sign === '+') door = { x, y }
      if (sign === '|') edges.push({ column, fromRow: row, toRow: row })
      if ('dMm'.includes(sign))
        seats.push({
          id,
          x,
          y,
          z: y,
          direction: 'down',
          stance: 'desk',
          enter: { x, y: y - 16 },
          ...(room ? { room: room.id } : {}),
          ...(sign === 'M' ? { isMain: true } : {}),
          ...(sign === 'm' ? { isMeeting: true } : {}),
        })
      const pastime = pastimes[sign]
      if (pastime) spots.push({ id, x, y, pastime, direction: 'up', stance: pastime === 'sofa' ? 'sit' : 'stand' })
    }
  return {
    name: 'drawn',
    version: 1,
    width: Math.max(...rows.map((row) => row.length)),
    height: rows.length,
    floor: [],
    walls: [],
    objects: [],
    seats,
    spots,
    interactive: [],
    windows: [],
    lights: [],
    rooms,
    collision: rows.map((row) => row.replace(/[#dMms]/g, '1').replace(/[^1]/g, '0')),
    edges,
    door,
  }
}

/** A small office with everything in it: eleven desks and the main one, a room for meetings, a kitchen. */
export const smallOffice = () =>
  drawnLayout(`
########################
#..w...w...o....#......#
#..d..d..d......#.c.k..#
#..............t#......#
#..d..d..d.....t...ss..#
#...............#......#
+..d..d..d......#..b...#
#...............########
#..d..d..M......#......#
#..................mm..#
#......b........#......#
########################`)

/** Desks in rows with aisles between them, as many as are asked for, and some places to go. */
export function wideOffice(desks: number): Layout {
  const columns = Math.ceil(Math.sqrt(desks * 1.5))
  const width = columns * 3 + 12
  const lines = ['#'.repeat(width)]
  for (let left = desks, number = 0; left > 0; left -= columns, number++) {
    const aisle = `${number === 0 ? '+' : '#'}..${'...'.repeat(columns)}${['..c.tt.w', '..o.tt.k', '..b.....'][number % 3]}#`
    const row = `#..${'..d'.repeat(Math.min(left, columns))}${'...'.repeat(Math.max(0, columns - left))}......ss#`
    lines.push(aisle, row, `#${'.'.repeat(width - 2)}#`)
  }
  lines.push('#'.repeat(width))
  return drawnLayout(lines.join('\n'))
}
