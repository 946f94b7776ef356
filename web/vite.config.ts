import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const SERVER = 'http://127.0.0.1:8000'

// The built pages are handed out by the server below /static/; while developing they stand at the root.
export default defineConfig(async ({ command, mode, isPreview }) => ({
  base: command === 'build' || isPreview ? '/static/' : '/',
  plugins: [react(), ...(mode === 'mock' ? [(await import('./mock/plugin.ts')).mock()] : [])],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: '../src/zhunsheng/server/front/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: Object.fromEntries(['/api', '/_allauth', '^/w/[^/]+/api'].map((path) => [path, SERVER])) },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'], setupFiles: 'src/app/test-setup.ts' },
}))
