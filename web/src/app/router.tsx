import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'

import { worldPath } from '@/client/world'

import { Broken } from './Broken'
import { Guard } from './Guard'
import { withWords } from './i18n'
import { Missing } from './Missing'
import { Pending } from './Pending'
import { Shell } from './shell/Shell'

/** Routes of a page that not everybody has. */
const only = (page: string, ...children: RouteObject[]): RouteObject => ({ element: <Guard page={page} />, children })

const ofSources = <T,>(page: Promise<T>) => withWords('sources', page)
const ofForms = <T,>(page: Promise<T>) => withWords('forms', page)
const studio = () => withWords('studio', import('@/features/studio/pages'))

const inside: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('@/features/today/First')).First }) },
  { path: 'metrics', lazy: async () => ({ Component: (await import('@/features/metrics/Metrics')).Metrics }) },
  { path: 'metrics/:id', lazy: async () => ({ Component: (await import('@/features/metrics/Metric')).Metric }) },
  only(
    'sources',
    {
      path: 'sources',
      lazy: async () => ({ Component: (await ofSources(import('@/features/sources/Sources'))).Sources }),
    },
    {
      path: 'sources/new',
      lazy: async () => ({ Component: (await ofSources(import('@/features/sources/wizard/New'))).New }),
    },
    {
      path: 'sources/:id',
      lazy: async () => ({ Component: (await ofSources(import('@/features/sources/source/Source'))).Source }),
    },
    {
      path: 'sources/:id/mapping',
      lazy: async () => ({ Component: (await ofSources(import('@/features/sources/wizard/Mapping'))).Mapping }),
    },
  ),
  { path: 'forms', lazy: async () => ({ Component: (await ofForms(import('@/features/forms/Forms'))).Forms }) },
  { path: 'forms/:id', lazy: async () => ({ Component: (await ofForms(import('@/features/forms/Form'))).Form }) },
  only('start', {
    path: 'start',
    lazy: async () => ({ Component: (await withWords('start', import('@/features/start/Start'))).Start }),
  }),
  only('import', {
    path: 'people/import',
    lazy: async () => ({ Component: (await import('@/features/people/import/Import')).Import }),
  }),
  only('people', {
    path: 'people/:number?',
    lazy: async () => ({ Component: (await import('@/features/people/People')).People }),
  }),
  only('studio', {
    path: 'studio',
    lazy: async () => ({ Component: (await studio()).Room }),
    children: [
      { index: true, lazy: async () => ({ Component: (await studio()).Studio }) },
      { path: 'metrics/new', lazy: async () => ({ Component: (await studio()).NewMetric }) },
      {
        path: 'metrics/:id',
        lazy: async () => ({ Component: (await (await studio()).metric()).Metric }),
      },
      { path: 'changes', lazy: async () => ({ Component: (await studio()).Changes }) },
      { path: 'history/:number?', lazy: async () => ({ Component: (await studio()).History }) },
      { path: ':kind/:id', lazy: async () => ({ Component: (await studio()).Entity }) },
    ],
  }),
  only('visits', {
    path: 'visits',
    lazy: async () => ({ Component: (await import('@/features/visits/Visits')).Visits }),
  }),
  only('accounts', {
    path: 'accounts',
    lazy: async () => ({ Component: (await import('@/features/accounts/Accounts')).Accounts }),
  }),
  { path: 'account', lazy: async () => ({ Component: (await import('@/features/account/Account')).Account }) },
  { path: '*', Component: Missing },
]

const signIn = () => import('@/features/sign-in/pages')

export const router = createBrowserRouter(
  [
    {
      ErrorBoundary: Broken,
      HydrateFallback: Pending,
      children: [
        { path: 'sign-in', lazy: async () => ({ Component: (await signIn()).SignIn }) },
        { path: 'password/forgot', lazy: async () => ({ Component: (await signIn()).Forgot }) },
        { path: 'password/reset/:key', lazy: async () => ({ Component: (await signIn()).Reset }) },
        { path: 'today', element: <Navigate to="/" replace /> },
        { Component: Shell, children: [{ ErrorBoundary: Broken, children: inside }] },
      ],
    },
  ],
  { basename: worldPath || '/' },
)
