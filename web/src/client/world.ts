/** The path below which the world of this page lives: empty for `live`, `/w/<world>` for another. */
export const worldPath = /^\/w\/[^/]+/.exec(window.location.pathname)?.[0] ?? ''
