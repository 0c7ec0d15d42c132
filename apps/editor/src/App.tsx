import { lazy, Suspense, useEffect } from 'react'
import { type Route, useRoute } from './router.ts'
import { Link } from './ui/Link.tsx'
import { Live } from './ui/Live.tsx'
import { Panel } from './ui/Panel.tsx'
import { Tips } from './ui/Tips.tsx'
import { Toaster } from './ui/Toast.tsx'

const HomeScreen = lazy(() => import('./home/HomeScreen.tsx').then((module) => ({ default: module.HomeScreen })))
const EditorScreen = lazy(() =>
  import('./canvas/EditorScreen.tsx').then((module) => ({ default: module.EditorScreen })),
)
const RunsScreen = lazy(() => import('./runs/RunsScreen.tsx').then((module) => ({ default: module.RunsScreen })))
const CompareScreen = lazy(() =>
  import('./runs/compare/CompareScreen.tsx').then((module) => ({ default: module.CompareScreen })),
)
const TestsScreen = lazy(() =>
  import('./runs/tests/TestsScreen.tsx').then((module) => ({ default: module.TestsScreen })),
)
const HistoryScreen = lazy(() =>
  import('./runs/history/HistoryScreen.tsx').then((module) => ({ default: module.HistoryScreen })),
)
const SettingsScreen = lazy(() =>
  import('./settings/SettingsScreen.tsx').then((module) => ({ default: module.SettingsScreen })),
)

const ChooseScreen = lazy(() =>
  import('./choose/ChooseScreen.tsx').then((module) => ({ default: module.ChooseScreen })),
)
const MakerScreen = lazy(() => import('./maker/MakerScreen.tsx').then((module) => ({ default: module.MakerScreen })))

const titles: Record<Route['page'], string> = {
  home: 'Quorum',
  editor: 'Quorum',
  run: 'Quorum',
  runs: 'Runs · Quorum',
  compare: 'Two runs compared · Quorum',
  tests: 'Tests · Quorum',
  history: 'Runs over time · Quorum',
  settings: 'Settings · Quorum',
  choose: 'Choose a pattern · Quorum',
  maker: 'How long a task? · Quorum',
  missing: 'Not found · Quorum',
}

export function App() {
  const route = useRoute()
  useEffect(() => {
    document.title = titles[route.page]
  }, [route])
  return (
    <>
      <Panel name="This page" key={route.page}>
        <Suspense fallback={<div className="h-full" aria-busy="true" />}>
          <Screen route={route} />
        </Suspense>
      </Panel>
      <Toaster />
      <Tips />
      <Live />
    </>
  )
}

function Screen({ route }: { route: Route }) {
  switch (route.page) {
    case 'home':
      return <HomeScreen />
    case 'editor':
      return <EditorScreen key={route.flowId} flowId={route.flowId} />
    case 'run':
      return <EditorScreen key={`${route.flowId} ${route.runId}`} flowId={route.flowId} runId={route.runId} />
    case 'runs':
      return <RunsScreen />
    case 'compare':
      return <CompareScreen key={location.search} />
    case 'tests':
      return <TestsScreen key={route.flowId} flowId={route.flowId} />
    case 'history':
      return <HistoryScreen key={route.flowId} flowId={route.flowId} />
    case 'settings':
      return <SettingsScreen />
    case 'choose':
      return <ChooseScreen />
    case 'maker':
      return <MakerScreen />
    case 'missing':
      return <Missing path={route.path} />
  }
}

function Missing({ path }: { path: string }) {
  return (
    <main className="grid h-full place-content-center gap-3 text-center">
      <h1 className="font-semibold text-page">There is no page here</h1>
      <p className="text-muted">
        Nothing lives at <code>{path}</code>. The address may be mistyped, or the flow was deleted.
      </p>
      <p>
        <Link to="/" className="text-accent underline">
          Go to your workflows
        </Link>
      </p>
    </main>
  )
}
