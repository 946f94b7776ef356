// Before the first paint: the reader's language and theme, so that nothing flashes.
;(function () {
  var root = document.documentElement
  try {
    var theme = localStorage.getItem('zs.theme') || 'system'
    var dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
    root.style.colorScheme = dark ? 'dark' : 'light'
    root.style.background = dark ? '#11161b' : '#f7f5f0'
    var language = localStorage.getItem('zs.language') || navigator.language.slice(0, 2).toLowerCase()
    root.lang = language === 'zh' ? 'zh-CN' : 'en'
  } catch (_) {
    root.style.colorScheme = 'light dark'
  }
})()
