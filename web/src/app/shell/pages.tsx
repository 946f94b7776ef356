import {
  ApartmentOutlined,
  ControlOutlined,
  DatabaseOutlined,
  EyeOutlined,
  FormOutlined,
  LineChartOutlined,
  SafetyOutlined,
  SunOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'

export interface Page {
  key: 'today' | 'metrics' | 'sources' | 'studio' | 'forms' | 'people' | 'visits' | 'accounts' | 'account'
  path: string
  icon: ReactNode
  /** The letter that leads here after `g`. */
  letter: string
}

/** Every page of the menu, in its order. */
const pages: Page[] = [
  { key: 'today', path: '/', icon: <SunOutlined />, letter: 't' },
  { key: 'metrics', path: '/metrics', icon: <LineChartOutlined />, letter: 'm' },
  { key: 'sources', path: '/sources', icon: <DatabaseOutlined />, letter: 's' },
  { key: 'studio', path: '/studio', icon: <ControlOutlined />, letter: 'c' },
  { key: 'forms', path: '/forms', icon: <FormOutlined />, letter: 'f' },
  { key: 'people', path: '/people', icon: <ApartmentOutlined />, letter: 'p' },
  { key: 'visits', path: '/visits', icon: <EyeOutlined />, letter: 'v' },
  { key: 'accounts', path: '/accounts', icon: <SafetyOutlined />, letter: 'a' },
  { key: 'account', path: '/account', icon: <UserOutlined />, letter: 'i' },
]

/** The pages that somebody may see. */
export const pagesOf = (names: string[]) => pages.filter((page) => names.includes(page.key))

/** The page that an address belongs to. */
export function pageAt(path: string): Page['key'] | undefined {
  if (path === '/') return 'today'
  return pages.find((page) => page.path !== '/' && `${path}/`.startsWith(`${page.path}/`))?.key
}
