import hooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import ts from 'typescript-eslint'

const shut = (...group) => ({ group, message: 'Arrows point one way: app → features → components → client.' })
const arrows = (files, ...patterns) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns }] } })

export default defineConfig(
  { ignores: ['node_modules', 'src/client/schema.ts'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [ts.configs.strictTypeChecked, hooks.configs.flat.recommended],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'max-lines': ['error', 400],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  arrows(['src/features/**'], shut('@/app/*'), shut('@/features/*')),
  arrows(['src/components/**'], shut('@/app/*', '@/features/*')),
  arrows(['src/client/**'], shut('@/app/*', '@/features/*', '@/components/*')),
  arrows(['src/app/**'], shut('**/mock/**')),
)
