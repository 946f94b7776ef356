import { useTranslation } from 'react-i18next'

import type { Role } from '@/client/types'

/** How far a role reaches, in words, the same wherever roles are told. */
export function useScope() {
  const { t } = useTranslation()
  return (role: Role, units: { name: string }[]) => {
    switch (role) {
      case 'administrator':
      case 'expert':
      case 'employee':
      case 'manager':
        return t(`components.scope.${role}`)
      default:
        return units.length > 0 ? units.map((unit) => unit.name).join(' / ') : t('components.scope.company')
    }
  }
}
