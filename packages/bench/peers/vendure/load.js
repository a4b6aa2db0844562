/** Loads a peer as a program of its own would: from here, by the `import` condition. */
export const load = (name) => import(name)
