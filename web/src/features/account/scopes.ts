import { useTranslation } from 'react-i18next'

/** What a token may be for, and the words' names for it. */
export const SCOPES = {
  'facts:write': 'facts_write',
  'numbers:read': 'numbers_read',
  'people:read': 'people_read',
  'permissions:read': 'permissions_read',
  'people:write': 'people_write',
} as const

const isScope = (scope: string): scope is keyof typeof SCOPES => scope in SCOPES

/** Scopes as people say them. */
export function useScopeWords() {
  const { t } = useTranslation()
  return (scopes: string[]) =>
    scopes.map((scope) => (isScope(scope) ? t(`account.scope.${SCOPES[scope]}`) : scope)).join(' / ')
}
