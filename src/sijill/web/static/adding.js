export function watchSelection() {}
