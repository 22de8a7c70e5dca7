/** A tag is a path, "Places/Lisbon"; on the screen its levels stand one after the other. */
export const shownTag = (path: string): string => path.split("/").join(" › ");
