// Runs before anything is painted: the theme that was chosen last, so that the page never flashes in the other one.
try {
  const theme = localStorage.getItem('ingle.theme')
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
} catch {
  // Storage can be refused; the system's theme is right then.
}
