/** What preload and host say to each other. Everything else goes over the one port that `connect` brings. */
export const ipcChannels = {
  /** page → host: a page is there and wants its port. */
  connect: 'ingle:connect',
  /** host → page: the port. */
  port: 'ingle:port',
  /** page → host, answered: paths of dropped files. */
  drop: 'ingle:drop',
  /** host → page: the id of an action that was chosen in the menu. */
  action: 'ingle:action',
} as const
