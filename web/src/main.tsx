import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './app/App'
import './app/base.css'
import { initI18n } from './app/i18n'

const root = document.getElementById('root')
const language = document.documentElement.lang === 'en' ? 'en' : 'zh'

if (root) {
  await initI18n(language)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
