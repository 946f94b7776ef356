// Before the first paint: the reader's language and theme, so that nothing flashes.
;(function () {
  var root = document.documentElement
  try {
    var theme = localStorage.getItem('zs.theme') || 'system'
    var dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
    root.style.colorScheme = dark ? 'dark' : 'light'
    root.style.background = dark ? '#11161b' : '#f7f5f0'
    root.lang = localStorage.getItem('zs.language') === 'en' ? 'en' : 'zh-CN'
  } catch (_) {
    root.style.colorScheme = 'light dark'
  }
})()
