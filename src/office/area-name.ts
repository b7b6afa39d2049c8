/** What a project or a team may be called that has rooms of its own in an office: one visible line. */
export const areaName = /^\P{C}{1,200}$/u
